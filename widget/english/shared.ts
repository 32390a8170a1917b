/** What banner and popup both say. `{give}` and the like are filled in by `fill`. */
export const sharedTexts = {
  aFriend: 'A friend',
  emailLabel: 'Your email',
  badEmail: 'Check the email address.',
  copy: 'Copy',
  copied: 'Copied',
  close: 'Close',
  retry: 'Try again',
  paused: 'The offer is taking a break. Come back soon.',
  over: 'The offer has ended. Thanks for stopping by.',
  not_started: 'The offer has not started yet. Come back soon.',
  exhausted: 'All rewards are taken for now. Come back soon.',
  offline: 'You are offline. Reconnect, then try again.',
  rate_limited: 'Too many tries. Wait a minute, then try again.',
  failed: 'Something broke on our side; nothing is lost. Try again.',
};
export type SharedTexts = typeof sharedTexts;
