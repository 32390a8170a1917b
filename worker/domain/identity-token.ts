import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import {
  identityClaims,
  IDENTITY_AUDIENCE,
  IDENTITY_MAX_SECONDS,
  IDENTITY_TOLERANCE_SECONDS,
} from '../../sdk/contract/identity.ts';

/** Why a token opens nothing. The person at the page is told one sentence for all of them; the log gets the word. */
export type IdentityRefusal =
  | 'malformed'
  | 'bad_signature'
  | 'wrong_audience'
  | 'expired'
  | 'from_the_future'
  | 'too_long';

/** Who the shop says is signed in, or why the token is not to be believed. */
export type IdentityOutcome =
  | {
      readonly kind: 'verified';
      readonly customerId: string;
      readonly email: string | null;
      readonly firstName: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: IdentityRefusal };

/**
 * Reads which key a token says it was signed with: the first 16 hex characters of a secret key's hash. Nothing of the
 * token has been verified at this point; the id only tells which key to try.
 */
export function readIdentityKeyId(token: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' && /^[0-9a-f]{16}$/.test(kid) ? kid : null;
  } catch {
    return null;
  }
}

/**
 * Verifies a token with the signing key that its key id names. `now` is the real time in Unix milliseconds, for a test shop
 * too: the shop's server signs by the real clock, whatever day the test shop has been moved to.
 */
export async function verifyIdentityToken(token: string, key: Uint8Array, now: number): Promise<IdentityOutcome> {
  try {
    const { payload } = await jwtVerify(token, key, {
      // Fixed here: what the token itself names as its algorithm (`none` among them) is never a choice.
      algorithms: ['HS256'],
      audience: IDENTITY_AUDIENCE,
      clockTolerance: IDENTITY_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    return outcomeOf(payload, now);
  } catch (error) {
    return refused(reasonOf(error));
  }
}

/** `sub` and `exp` are required by the schema; without an end a token would be good for ever. */
function outcomeOf(payload: unknown, now: number): IdentityOutcome {
  const claims = v.safeParse(identityClaims, payload);
  if (!claims.success) return refused('malformed');
  const { sub, exp, iat, email, given_name } = claims.output;
  const seconds = now / 1000;
  if (exp > seconds + IDENTITY_MAX_SECONDS + IDENTITY_TOLERANCE_SECONDS) return refused('too_long');
  if (iat !== undefined && iat > seconds + IDENTITY_TOLERANCE_SECONDS) return refused('from_the_future');
  return { kind: 'verified', customerId: sub, email: email ?? null, firstName: given_name ?? null };
}

function reasonOf(error: unknown): IdentityRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'wrong_audience';
    return error.claim === 'nbf' ? 'from_the_future' : 'malformed';
  }
  // Of another algorithm than ours, or altered after it was signed: either way the signature is not one of ours.
  const unsigned = error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed;
  return unsigned ? 'bad_signature' : 'malformed';
}

function refused(reason: IdentityRefusal): IdentityOutcome {
  return { kind: 'refused', reason };
}
