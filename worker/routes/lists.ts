export const listHandlers = {};
