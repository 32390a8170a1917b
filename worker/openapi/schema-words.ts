// What every named schema is, for people who read the reference.

const schemas: Readonly<Record<string, string>> = {
  Amount: 'A whole number of minor units of the currency (cents, yen, fils), zero or more.',
  AmountView: 'An amount, and how people read it.',
  Attempt: 'A random id that the caller makes for one attempt and repeats on each retry of it.',
  BasisPoints: 'A share in basis points: 10,000 is the whole, 1,000 is 10 %.',
  ClosedReason: 'Why nobody can join or claim, or why this code is none.',
  Code: '1 to 32 letters, digits, hyphens or underscores, beginning and ending with a letter or digit; letter case does not matter.',
  CodeState: 'Where a friend’s code stands and what it brings.',
  Currency: 'An active ISO 4217 currency code in capitals.',
  Delivery: 'A webhook or a mail on its way.',
  Email: 'An e-mail address, at most 254 characters.',
  Event: 'An order, a refund or a credit, with its decision.',
  ExternalId:
    'An id that your system gave: an order number, a customer number. Opaque, case-sensitive, at most 120 characters.',
  Id: 'An id of this API: three letters that say what it is of, an underscore, and the rest.',
  Key: 'A key, as far as it can be shown.',
  Locale: 'A language tag.',
  Money: 'An amount with its currency.',
  Order: 'An order as the shop’s server reports it.',
  OrderOutcome: 'What came of a reported order.',
  Origin: 'Scheme, host and port of a site, in small letters, without a path.',
  Overview: 'The funnel of a period.',
  Person: 'An advocate or a friend, as the owner may see them.',
  Program: 'The program with the settings in force.',
  ProgramSettings: 'The settings of a program; saving writes a new version.',
  PublishableKey: 'The only credential a page carries; it moves no money.',
  Referral: 'Who referred whom.',
  Refund: 'Money given back for an order.',
  RefundOutcome: 'What a refund took back.',
  Reward: 'What one side earned.',
  RewardOfPerson: 'A reward, and whose it is.',
  RewardRule: 'What one side earns: a flat amount, or a share of the order with an optional ceiling.',
  RewardState: '`review` waits for the owner, `held` for its day; `available` can be used, `fulfilled` was.',
  Role: 'What a user of the dashboard may do: each role all that the ones after it may.',
  RuleStep: 'One rule of a decision, asked.',
  Shop: 'A shop: the tenant of everything else.',
  Side: 'The advocate recommends, the friend follows.',
  Time: 'Unix time in milliseconds.',
  TouchSource: 'Where the bond between an order and an advocate was read from.',
  TouchStep: 'One piece of evidence of an order.',
  Trace: 'The reasoning of one decision.',
  Triggers: 'When the popup opens by itself.',
  Url: 'An address that begins with https:// or http://.',
  WebhookEndpoint: 'Where webhooks are sent.',
  WebhookType: 'What a webhook tells; a type never changes its meaning.',
  Widget: 'How the widget looks and when it shows.',
};

/** The words of a named schema. */
export function describeSchema(name: string): { readonly description?: string } {
  const description = schemas[name];
  return description === undefined ? {} : { description };
}
