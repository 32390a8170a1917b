import * as fc from 'fast-check';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { deriveIdentityKey, identityKeyId, IDENTITY_TOLERANCE_SECONDS } from '../../../sdk/contract/identity.ts';
import { Bothways, BothwaysError } from '../../../sdk/server/index.ts';
import { readIdentityKeyId, verifyIdentityToken } from '../../../worker/domain/identity-token.ts';

const secretKey = 'sk_test_4fK9sD2mQ7xR1bN8aaaaaaaa';
const now = Date.UTC(2026, 10, 21, 10);
const { subtle } = globalThis.crypto;
const key = await deriveIdentityKey(secretKey, subtle);
const shop = new Bothways({ secretKey, url: 'https://refer.example', now: () => now });
const customer = { customerId: '77', email: 'ada@example.com', firstName: 'Ada' };
const verified = { kind: 'verified', customerId: '77', email: 'ada@example.com', firstName: 'Ada' };

const sign = (claims: Record<string, unknown>, signingKey: Uint8Array = key) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(signingKey);
const seconds = now / 1000;
const good = { sub: '77', aud: 'bothways', iat: seconds, exp: seconds + 600 };

describe('an identity token', () => {
  it('tells the Worker who is signed in', async () => {
    const token = await shop.identityToken(customer);
    expect(await verifyIdentityToken(token, key, now)).toEqual(verified);
  });

  it('names the key it was signed with and nothing that helps to find it', async () => {
    const token = await shop.identityToken(customer);
    const hash = Buffer.from(await subtle.digest('SHA-256', Buffer.from(secretKey))).toString('hex');
    expect(readIdentityKeyId(token)).toBe(hash.slice(0, 16));
    expect(await identityKeyId(secretKey, subtle)).toBe(hash.slice(0, 16));
    expect(token.split('.').map((part) => Buffer.from(part, 'base64url').toString())).not.toContain(secretKey);
  });

  it('is signed with a key that the secret key cannot be told from, and that is not the secret key', async () => {
    // The vector pins the derivation: a change would lock out every token that is under way.
    expect(Buffer.from(key).toString('hex')).toBe('f0d3b352345f4e7ea37aa1e46f43cf7916c4dde64607123c4526ede292c9b7a2');
    expect(await verifyIdentityToken(await sign(good, Buffer.from(secretKey)), key, now)).toMatchObject({
      reason: 'bad_signature',
    });
  });

  it('lives ten minutes unless told otherwise, and an hour at most', async () => {
    const token = await shop.identityToken(customer);
    const grace = IDENTITY_TOLERANCE_SECONDS * 1000;
    expect(await verifyIdentityToken(token, key, now + 600_000 + grace - 1)).toEqual(verified);
    expect(await verifyIdentityToken(token, key, now + 600_000 + grace)).toEqual({
      kind: 'refused',
      reason: 'expired',
    });
    await expect(shop.identityToken({ ...customer, expiresInSeconds: 3_600 })).resolves.toBeTypeOf('string');
    for (const expiresInSeconds of [0, -1, 1.5, 3_601, Number.NaN]) {
      await expect(shop.identityToken({ ...customer, expiresInSeconds })).rejects.toBeInstanceOf(BothwaysError);
    }
  });

  it.each(['', '   ', 'a\u0000b', 'x'.repeat(121)])('is not made for the customer id %j', async (customerId) => {
    await expect(shop.identityToken({ customerId })).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('keeps whatever id a shop gives its customers', async () => {
    const ids = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((id) => /^[^\p{C}]+$/u.test(id.trim()));
    await fc.assert(
      fc.asyncProperty(ids, async (customerId) => {
        const token = await shop.identityToken({ customerId });
        expect(await verifyIdentityToken(token, key, now)).toMatchObject({ customerId: customerId.trim() });
      }),
      { numRuns: 30 },
    );
  });

  it('whose e-mail or name the API would not take still says who it is', async () => {
    const token = await sign({ ...good, email: 'not an address', given_name: 'x'.repeat(41) });
    expect(await verifyIdentityToken(token, key, now)).toEqual({ ...verified, email: null, firstName: null });
  });
});

describe('a token opens nothing', () => {
  const refusals: readonly [string, () => string | Promise<string>, string][] = [
    ['signed with another shop’s key', () => sign(good, new Uint8Array(32)), 'bad_signature'],
    ['for another audience', () => sign({ ...good, aud: 'elsewhere' }), 'wrong_audience'],
    ['without an audience', () => sign({ ...good, aud: undefined }), 'wrong_audience'],
    ['that has expired', () => sign({ ...good, exp: seconds - 61 }), 'expired'],
    ['without an end', () => sign({ ...good, exp: undefined }), 'malformed'],
    ['that lives for days', () => sign({ ...good, exp: seconds + 86_400 }), 'too_long'],
    ['issued in the future', () => sign({ ...good, iat: seconds + 120 }), 'from_the_future'],
    ['not yet good', () => sign({ ...good, nbf: seconds + 120 }), 'from_the_future'],
    ['about nobody', () => sign({ ...good, sub: undefined }), 'malformed'],
    ['about a customer without an id', () => sign({ ...good, sub: '' }), 'malformed'],
    ['without a signature', () => new UnsecuredJWT(good).encode(), 'bad_signature'],
    [
      'with a longer hash than was agreed',
      () => new SignJWT(good).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64)),
      'bad_signature',
    ],
    ['that is no token', () => 'hello', 'malformed'],
    ['that is empty', () => '', 'malformed'],
  ];

  it.each(refusals)('%s', async (_, make, reason) => {
    expect(await verifyIdentityToken(await make(), key, now)).toEqual({ kind: 'refused', reason });
  });

  it('with any character changed', async () => {
    const token = await shop.identityToken(customer);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.'),
        async (at, letter) => {
          fc.pre(token[at] !== letter);
          const changed = token.slice(0, at) + letter + token.slice(at + 1);
          // The last letter of base64url carries bits that do not count; the bytes are what is signed.
          fc.pre(at !== token.length - 1);
          expect(await verifyIdentityToken(changed, key, now)).toMatchObject({ kind: 'refused' });
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(['', 'hello', 'a.b.c', 'e30.e30.x'])('and names no key where it is %j', (token) => {
    expect(readIdentityKeyId(token)).toBeNull();
  });
});
