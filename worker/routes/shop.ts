export const shopHandlers = {};
