import type { Touch } from './contract/attribution.ts';
import type { VisitBody } from './contract/visitor.ts';
import type { FirstLoadOptions } from './guest.ts';

/**
 * Reports one visit and forgets about it: nothing of value hangs on it. A string body is `text/plain`, which needs no preflight;
 * `keepalive` lets it outlive the page. Not `sendBeacon`, which ad blockers cancel and which cannot leave cookies out.
 */
export const reportVisit = (guest: FirstLoadOptions, touch: Touch): Promise<unknown> =>
  (guest.fetch ?? fetch)(new URL('/v1/visits', guest.api), {
    method: 'POST',
    body: JSON.stringify({
      ...touch,
      seenAt: undefined,
      shop: guest.shop,
      kind: 'visit',
      // Whether the browser says that a program drives it; the Worker decides what that means.
      bot: navigator.webdriver,
    } satisfies VisitBody & { seenAt: undefined }),
    keepalive: true,
    credentials: 'omit',
  }).catch(() => {});
