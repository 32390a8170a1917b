export const joinHandlers = {};
