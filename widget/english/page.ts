/** What the launcher says; the two troubles are for when nothing more can be loaded. */
export const pageTexts = {
  launcher: 'Give {give}, get {get}',
  offline: 'You are offline. Reconnect, then try again.',
  blocked: 'Something blocks us, perhaps an ad blocker. Pause it, then try again.',
};
export type PageTexts = typeof pageTexts;
