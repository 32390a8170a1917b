export const orderHandlers = {};
