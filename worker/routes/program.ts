export const programHandlers = {};
