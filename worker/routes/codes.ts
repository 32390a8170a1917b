export const codeHandlers = {};
