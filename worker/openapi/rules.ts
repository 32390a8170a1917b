/** What holds for every call, as the introduction of the document and of the reference; each a paragraph. */
export const rules: readonly (readonly [title: string, text: string])[] = [
  [
    'Form',
    'Bodies and replies are JSON. A field that is not known is refused, so that a typing error never passes for a setting. Replies may gain fields, and a list of known values may gain members; nothing that is there changes its meaning within `/v1`.',
  ],
  [
    'Units',
    'Amounts are whole minor units of their currency (`amountMinor`: cents, yen, fils), percentages are basis points (1,000 is 10 %), moments are Unix milliseconds, days are UTC. A unit is in the name of its field.',
  ],
  [
    'Errors',
    'Every error is `application/problem+json` (RFC 9457) with a stable `code` for programs, a sentence for people in `detail`, and the `field` at fault where one is. Every answer names its request in `x-request-id`; the Worker’s log does too.',
  ],
  [
    'Once',
    'Orders, refunds, credits and what is done with a code count once by the numbers the shop gave, however often they are reported. Any other write of a server or of the dashboard may carry an `Idempotency-Key`: sent again with the same key within 24 hours, it gets its first reply, with the header `Idempotent-Replayed: true`, and is not carried out twice.',
  ],
  [
    'Lists',
    'Lists are newest first. `limit` says how many a page holds, at most 100; `next` is the `cursor` of the following page, null on the last one.',
  ],
];

export function sayRules(): string {
  return rules.map(([title, text]) => `**${title}.** ${text}`).join('\n\n');
}
