import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { WEBHOOK_TYPES } from '../../../sdk/contract/owner.ts';
import { webhookData } from '../../../sdk/contract/webhooks.ts';
import { verifyWebhook, WebhookVerificationError } from '../../../sdk/server/index.ts';
import { webhookExamples } from '../../../worker/openapi/examples/webhooks.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const at = new Date();

const payloadOf = (type: keyof typeof webhookExamples) =>
  JSON.stringify({ type, timestamp: at.toISOString(), data: webhookExamples[type] });

/** Headers as the Worker sends them, signed by the standard's own package. */
function signed(payload: string, { id = 'dlv_1', date = at, by = [secret] } = {}): Record<string, string> {
  const signatures = by.map((one) => new Webhook(one).sign(id, date, payload));
  const timestamp = String(Math.floor(date.getTime() / 1000));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

describe('a webhook', () => {
  it.each(WEBHOOK_TYPES)('of type %s is verified and typed', (type) => {
    const payload = payloadOf(type);
    const event = verifyWebhook(payload, signed(payload), secret);
    expect(event).toEqual({ id: 'dlv_1', type, timestamp: at.toISOString(), data: webhookExamples[type] });
  });

  it('is read from bytes, from fetch’s headers and from Node’s', () => {
    const payload = payloadOf('ping');
    const headers = signed(payload);
    const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    for (const given of [headers, new Headers(headers), capitals]) {
      expect(verifyWebhook(new TextEncoder().encode(payload), given, secret).type).toBe('ping');
    }
  });

  it('is taken while one secret replaces another, by either side', () => {
    const payload = payloadOf('ping');
    expect(verifyWebhook(payload, signed(payload, { by: [other, secret] }), secret).type).toBe('ping');
    expect(verifyWebhook(payload, signed(payload, { by: [other] }), [secret, other]).type).toBe('ping');
  });

  it('whose data gained a field is taken', () => {
    const data = { ...webhookExamples.ping, later: true };
    const payload = JSON.stringify({ type: 'ping', timestamp: at.toISOString(), data });
    expect(verifyWebhook(payload, signed(payload), secret).data).toEqual(data);
  });
});

describe('a webhook is refused', () => {
  const payload = payloadOf('ping');
  const minutesAway = (minutes: number) => signed(payload, { date: new Date(at.getTime() + minutes * 60_000) });
  const unreadable = (text: string): [string, Record<string, string>, string] => [text, signed(text), 'bad_payload'];
  const cases: Record<string, [string, Record<string, string>, string, string?]> = {
    'signed with another secret': [payload, signed(payload, { by: [other] }), 'bad_signature'],
    'whose body was changed': [`${payload} `, signed(payload), 'bad_signature'],
    'whose id was changed': [payload, { ...signed(payload), 'webhook-id': 'dlv_2' }, 'bad_signature'],
    'of another version of the signature': [
      payload,
      { ...signed(payload), 'webhook-signature': signed(payload)['webhook-signature']?.replace('v1,', 'v2,') ?? '' },
      'bad_signature',
    ],
    'whose signature is garbage': [payload, { ...signed(payload), 'webhook-signature': 'v1' }, 'bad_signature'],
    'without headers': [payload, {}, 'missing_headers'],
    'that is old': [payload, minutesAway(-6), 'bad_timestamp'],
    'of the future': [payload, minutesAway(6), 'bad_timestamp'],
    'without a time': [payload, { ...signed(payload), 'webhook-timestamp': 'now' }, 'bad_timestamp'],
    'that is not JSON': unreadable('hello'),
    'of no known type': unreadable(JSON.stringify({ type: 'later', timestamp: at.toISOString(), data: {} })),
    'whose data is not that of its type': unreadable(
      JSON.stringify({ type: 'order.refused', timestamp: at.toISOString(), data: {} }),
    ),
    'where the secret is none': [payload, signed(payload), 'bad_secret', 'whsec_!!!'],
  };

  it.each(Object.entries(cases))('%s', (_, [body, headers, reason, own = secret]) => {
    const verify = () => verifyWebhook(body, headers, own);
    expect(verify).toThrow(WebhookVerificationError);
    expect(verify).toThrow(expect.objectContaining({ reason, code: 'bad_signature' }));
  });

  it('where no secret was given', () => {
    expect(() => verifyWebhook(payload, signed(payload), [])).toThrow(
      expect.objectContaining({ reason: 'bad_secret' }),
    );
  });

  it('without ever showing the secret', () => {
    expect(() => verifyWebhook(payload, signed(payload, { by: [other] }), secret)).toThrow(
      expect.objectContaining({ stack: expect.not.stringContaining(secret) }),
    );
  });

  it('with any character of the body changed', () => {
    fc.assert(
      fc.property(fc.nat(payload.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, letter) => {
        fc.pre(payload[index] !== letter);
        const changed = payload.slice(0, index) + letter + payload.slice(index + 1);
        expect(() => verifyWebhook(changed, signed(payload), secret)).toThrow(WebhookVerificationError);
      }),
    );
  });
});

it('a webhook carries ids only, never a name or an address', () => {
  const personal = /name|mail|address|phone|ip$/i;
  const fields = Object.entries(webhookData).flatMap(([type, schema]) =>
    Object.keys(schema.entries).map((field) => `${type}.${field}`),
  );
  expect(fields.filter((field) => personal.test(field))).toEqual([]);
});
