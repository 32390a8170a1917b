import { SignJWT } from 'jose';
import * as v from 'valibot';
import { externalIdField } from '../contract/fields.ts';
import { deriveIdentityKey, identityKeyId, IDENTITY_AUDIENCE, IDENTITY_MAX_SECONDS } from '../contract/identity.ts';
import { BothwaysError } from './errors.ts';

export interface IdentityInput {
  /** The shop's own id of the customer who is signed in; opaque, at most 120 characters. */
  readonly customerId: string;
  /** The customer's address, where the shop has verified it. */
  readonly email?: string;
  /** Shown to friends only by the customer's own leave. At most 40 characters. */
  readonly firstName?: string;
  /** How long the token is good for, in seconds, 1 to 3,600. Default: 600. */
  readonly expiresInSeconds?: number;
}

const DEFAULT_SECONDS = 600;

/** Signs an identity token at `now`, in Unix milliseconds; see `sdk/contract/identity.ts` for its form. */
export async function signIdentityToken(
  { customerId, email, firstName, expiresInSeconds = DEFAULT_SECONDS }: IdentityInput,
  secretKey: string,
  now: number,
): Promise<string> {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > IDENTITY_MAX_SECONDS) {
    throw new BothwaysError(
      'bad_input',
      `expiresInSeconds: expected a whole number from 1 to ${IDENTITY_MAX_SECONDS}.`,
    );
  }
  const subject = v.safeParse(externalIdField, customerId);
  if (!subject.success) throw new BothwaysError('bad_input', `customerId: ${subject.issues[0].message}`);
  const { subtle } = globalThis.crypto;
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { given_name: firstName }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: await identityKeyId(secretKey, subtle) })
    .setSubject(subject.output)
    .setAudience(IDENTITY_AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + expiresInSeconds)
    .sign(await deriveIdentityKey(secretKey, subtle));
}
