import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTouch } from '../../../sdk/contract/attribution.ts';
import { orderBody } from '../../../sdk/contract/orders.ts';
import { readTouches } from '../../../sdk/server/index.ts';
import * as v from 'valibot';

const touch = formatTouch({ code: 'ADA7', seenAt: Date.UTC(2026, 10, 20), channel: 'w' });
const signedTouch = `${touch}.Zm9v_bar-baz`;

describe('the touches of a visitor', () => {
  it.each([
    [`bothways=${touch}`, { touch }],
    [`bothways_s=${signedTouch}`, { signedTouch }],
    [`a=b; bothways=${touch}; bothways_s=${signedTouch}; c=d`, { touch, signedTouch }],
    [`bothways=${encodeURIComponent(touch)};bothways_s="${signedTouch}"`, { touch, signedTouch }],
    [`bothways=junk; bothways=${touch}`, { touch }],
    [`xbothways=${touch}; bothways_x=${touch}`, {}],
    ['bothways=; bothways_s=', {}],
    ['bothways=%E0%A4%A; bothways_s=<script>', {}],
    [`bothways_s=${'x'.repeat(201)}`, {}],
    ['', {}],
    [null, {}],
    [undefined, {}],
  ])('of the cookies %j are %j', (header, expected) => {
    expect(readTouches(header)).toEqual(expected);
  });

  it('never cost the shop an order report, whatever stands in the cookies', () => {
    const order = { orderId: '1', currency: 'USD', subtotalMinor: 1 };
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }), fc.constant(touch));
    fc.assert(
      fc.property(value, value, (script, server) => {
        const touches = readTouches(`bothways=${script}; bothways_s=${server}`);
        expect(v.is(orderBody, { ...order, ...touches })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
