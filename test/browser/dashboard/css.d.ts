// Vite puts a style sheet into the page where it is imported.
declare module '*.css';
