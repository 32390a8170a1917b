/** What the launcher says; the trouble is for when nothing more can be loaded. */
export const pageTexts = {
  launcher: 'Give {give}, get {get}',
  blocked: 'Nothing came through. Check your connection or ad blocker, then try again.',
};
export type PageTexts = typeof pageTexts;
