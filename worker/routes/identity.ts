import { readIdentityKeyId, verifyIdentityToken } from '../domain/identity-token.ts';
import { findIdentityKey } from '../storage/identity-keys.ts';
import type { VouchedCustomer } from '../storage/named-person.ts';
import { Refusal } from './context.ts';
import type { CallContext } from './context.ts';

/** Reads who the shop says is signed in; every fault of a token is told in the one same sentence, and by its word in the log. */
export async function readIdentity(
  token: string,
  { platform, shop }: Pick<CallContext, 'platform' | 'shop'>,
): Promise<VouchedCustomer | Refusal> {
  const keyId = readIdentityKeyId(token);
  const key = keyId === null ? null : await findIdentityKey(platform, shop, keyId);
  // The shop's server signs by the real clock, whatever day a test shop has been moved to.
  const outcome = key === null ? null : await verifyIdentityToken(token, key, platform.realNow());
  if (outcome?.kind === 'verified') return outcome;
  console.warn(
    JSON.stringify({
      level: 'warn',
      message: 'An identity token was refused',
      shopId: shop.shopId,
      reason: outcome?.reason ?? 'unknown_key',
    }),
  );
  return new Refusal(
    'unauthorized',
    "This identity token is not valid (any more); the shop's server has to sign a fresh one.",
    'identity',
  );
}
