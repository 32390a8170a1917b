import * as v from 'valibot';
import { formatTouch } from '../../sdk/contract/attribution.ts';
import type { Channel } from '../../sdk/contract/attribution.ts';
import { claimReply, joinReply } from '../../sdk/contract/visitor.ts';

export const SHOP_URL = 'http://127.0.0.1:8788';

/** What visitors' pages send, for the seed: the same calls, from the shop's origin. */
export interface Visitors {
  readonly impression: () => Promise<void>;
  readonly share: (channel: Channel) => Promise<void>;
  readonly visit: (code: string, channel: Channel) => Promise<void>;
  readonly join: (email: string, firstName: string, showName: boolean) => Promise<string>;
  readonly claim: (code: string, email: string, touch: string) => Promise<string | null>;
  readonly thankYou: (orderId: string, amountMinor: number, code: string, seenAt: number) => Promise<void>;
}

/** @param origin the page that they are on. */
export function createVisitors(shop: string, workerUrl: string, origin: string): Visitors {
  let count = 0;
  const send = async (path: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    count++;
    const answer = await fetch(`${workerUrl}${path}`, {
      method: 'POST',
      // Each visitor from an address of their own, as the limits by address expect of a crowd.
      headers: {
        'content-type': 'text/plain',
        origin,
        'cf-connecting-ip': `198.51.${100 + (count >> 8)}.${count & 255}`,
      },
      body: JSON.stringify({ shop, ...body }),
    });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const attempt = () => crypto.randomUUID();
  return {
    impression: async () => void (await send('/v1/visits', { kind: 'impression', page: '/', device: 'phone' })),
    share: async (channel) => void (await send('/v1/visits', { kind: 'share', channel })),
    visit: async (code, channel) =>
      void (await send('/v1/visits', { kind: 'visit', code, channel, page: '/', device: 'phone' })),
    join: async (email, firstName, showName) => {
      const reply = v.parse(
        joinReply,
        await send('/v1/joins', {
          email,
          firstName,
          showName,
          locale: 'en',
          attempt: attempt(),
        }),
      );
      if (reply.outcome !== 'joined') throw new Error(`The seed could not join: ${reply.reason}`);
      return reply.code;
    },
    claim: async (code, email, touch) => {
      const reply = v.parse(
        claimReply,
        await send('/v1/claims', { code, email, touch, locale: 'en', attempt: attempt() }),
      );
      return reply.outcome === 'claimed' ? reply.code : null;
    },
    thankYou: async (orderId, amountMinor, code, seenAt) =>
      void (await send('/v1/page-orders', {
        orderId,
        amountMinor,
        currency: 'USD',
        touch: formatTouch({ code, seenAt }),
      })),
  };
}
