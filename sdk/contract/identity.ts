import * as v from 'valibot';
import { emailField, externalIdField, lineField } from './fields.ts';

/**
 * The identity token: a short-lived JWT (HS256) by which a shop's server says who is signed in, so that the Worker can
 * open what belongs to that person. The shop signs and the Worker verifies; both take every constant from here.
 *
 * The token is signed with a key derived from the secret key, never with the secret key itself: the Worker keeps only a
 * hash of the secret key, and what it has to keep to verify tokens must not be enough to call the API.
 */
export const IDENTITY_AUDIENCE = 'bothways';

/** What the secret key is mixed with to make the signing key; a new version of the token gets a new label. */
export const IDENTITY_KEY_LABEL = 'bothways identity v1';

/** The longest life of a token, in seconds: a token seen by someone else is of little use for long. */
export const IDENTITY_MAX_SECONDS = 3_600;

/** How far the clocks of shop and Worker may differ, in seconds. */
export const IDENTITY_TOLERANCE_SECONDS = 60;

/**
 * The claims of a token, with the names of RFC 7519 and OpenID Connect, so that any JWT library can write them. An e-mail
 * or a name that is not usable counts as not given: the customer id is what identifies, and a strange address in a shop's
 * records must not lock its owner out.
 */
export const identityClaims = v.object({
  /** The shop's own id of its customer. */
  sub: externalIdField,
  exp: v.number(),
  iat: v.optional(v.number()),
  email: v.fallback(v.optional(emailField), undefined),
  given_name: v.fallback(v.optional(lineField(40)), undefined),
});
export type IdentityClaims = v.InferOutput<typeof identityClaims>;

/** Makes the 32 bytes that sign a shop's identity tokens: HMAC-SHA256 of the label, keyed with the secret key. */
export async function deriveIdentityKey(secretKey: string, subtle: SubtleCrypto): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const key = await subtle.importKey('raw', encoder.encode(secretKey), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await subtle.sign('HMAC', key, encoder.encode(IDENTITY_KEY_LABEL)));
}

/** The `kid` of a token: the first 16 hex characters of the secret key's SHA-256, which say nothing about the key itself. */
export async function identityKeyId(secretKey: string, subtle: SubtleCrypto): Promise<string> {
  const hash = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(secretKey)));
  return Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
