export const deliveryHandlers = {};
