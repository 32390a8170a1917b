export const portalHandlers = {};
