/** What only the friend's banner says. */
export const bannerTexts = {
  bannerHeadline: '{name} gives you {give}',
  bannerClaim: 'Claim {give}',
  minimumOrder: 'Off an order of {minimum} or more.',
  yourCode: 'Your code',
  useBy: 'Good once at checkout, until {date}.',
  codeLabel: 'Your friend’s code',
  apply: 'Apply',
  unknown: 'We don’t know this code. Check it and try again.',
  used: 'This code has been used. Try another.',
  expired: 'This code has expired. Ask for a new one.',
  own: 'This is your own code. Pass it on to a friend.',
};
export type BannerTexts = typeof bannerTexts;
