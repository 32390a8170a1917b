/** What one mail says, before it is drawn. */
export interface MailWords {
  readonly subject: string;
  /** What mail programs show after the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly lines: readonly string[];
  readonly action: string;
  readonly notes: readonly string[];
}

/** When a reward can be used: a day as people read it, at once, or after the shop has looked at it. */
export type RewardMoment =
  | { readonly kind: 'on'; readonly day: string }
  | { readonly kind: 'now' }
  | { readonly kind: 'after_review' };

/** The mails in one language. Amounts and days come formatted. */
export interface MailLanguage {
  readonly personLink: (facts: { readonly shop: string; readonly minutes: number }) => MailWords;
  readonly userLink: (facts: { readonly name: string; readonly minutes: number }) => MailWords;
  readonly rewardGranted: (facts: {
    readonly shop: string;
    readonly amount: string;
    readonly moment: RewardMoment;
  }) => MailWords;
  readonly rewardAvailable: (facts: { readonly shop: string; readonly amount: string }) => MailWords;
  readonly stubs: {
    readonly give: string;
    readonly get: string;
    readonly yours: string;
    readonly from: string;
    readonly now: string;
    readonly inReview: string;
  };
  /** Says why this mail came, under everything else. */
  readonly footer: (shop: string) => string;
  readonly userFooter: string;
}

export const english: MailLanguage = {
  personLink: ({ shop, minutes }) => ({
    subject: `Your rewards at ${shop}`,
    preview: `This link opens them. It works once, for ${minutes} minutes.`,
    heading: 'Open your rewards',
    lines: ['See who joined, what is coming to you, and when.'],
    action: 'See my rewards',
    notes: [`The link works once, for ${minutes} minutes.`, 'Not you? Ignore this mail and nothing happens.'],
  }),
  userLink: ({ name, minutes }) => ({
    subject: 'Your link to the dashboard',
    preview: `It works once, for ${minutes} minutes.`,
    heading: `Welcome back, ${name}`,
    lines: ['One click and you are in. No password needed.'],
    action: 'Open the dashboard',
    notes: [`The link works once, for ${minutes} minutes.`, 'Not you? Ignore this mail and nothing happens.'],
  }),
  rewardGranted: ({ shop, amount, moment }) => ({
    subject: `A friend bought: ${amount} for you`,
    preview: grantedEnglish(shop, moment),
    heading: `You earned ${amount}`,
    lines: [`A friend you told about ${shop} just placed an order.`, grantedEnglish(shop, moment)],
    action: 'See my rewards',
    notes: [],
  }),
  rewardAvailable: ({ shop, amount }) => ({
    subject: `${amount} is yours to spend`,
    preview: `The wait is over at ${shop}.`,
    heading: `${amount} is yours`,
    lines: [
      `The time for returns has passed, so your reward at ${shop} is ready to spend. Thank you for telling a friend.`,
    ],
    action: 'See my rewards',
    notes: [],
  }),
  stubs: { give: 'Give', get: 'Get', yours: 'You get', from: 'From', now: 'Ready', inReview: 'In review' },
  footer: (shop) => `You get this mail because you recommend ${shop} to friends.`,
  userFooter: 'You get this mail because someone asked to sign in with this address.',
};

function grantedEnglish(shop: string, moment: RewardMoment): string {
  switch (moment.kind) {
    case 'on':
      return `It is yours on ${moment.day}, once the time for returns has passed.`;
    case 'now':
      return 'It is yours now.';
    case 'after_review':
      return `${shop} takes a look at it first. You hear from us when it is ready.`;
  }
}
