export const friendHandlers = {};
