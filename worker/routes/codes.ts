import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { CodeReply } from '../../sdk/contract/orders.ts';
import { cartRefusal, codeState, decideCode } from '../domain/code-life.ts';
import type { CodeAct, CodeFacts, CodeProblem } from '../domain/code-life.ts';
import { findClaimsWithReferrals, updateClaim } from '../storage/claims.ts';
import type { Claim } from '../storage/claims.ts';
import { findByIdentity, identityHash } from '../storage/people.ts';
import { readProgramVersion } from '../storage/programs.ts';
import { keepHeld } from '../storage/referrals.ts';
import { retake } from '../storage/retake.ts';
import { changedOne, commitBatch } from '../storage/store.ts';
import type { CallContext, Handlers } from './context.ts';
import { Refusal } from './context.ts';

const MINUTE_MS = 60_000;

/** How long after its code was used an order may be reported without the budget behind it being let go. */
const REPORT_DAYS = 30;

/** The life of a friend's code at a shop's checkout: check → reserve → redeem, or release. */
export const codeHandlers: Pick<Handlers, 'checkCode' | 'reserveCode' | 'redeemCode' | 'releaseCode'> = {
  checkCode: async ({ params, query }, context) => {
    const found = await readCode(context, params.code);
    if (!found) return UNKNOWN(params.code);
    // The cart's customer and the one who claimed may be known to us as two.
    const ofCustomer = query.customerId === undefined ? 0 : await ordersOf(context, query.customerId);
    const earlierOrders = Math.max(found.friendOrders, ofCustomer);
    const cart = { subtotalMinor: query.subtotalMinor ?? null, earlierOrders, firstOrderOnly: found.firstOrderOnly };
    const reason = cartRefusal(found.facts, cart, context.now);
    return codeReply(found, reason === null, reason, context.now);
  },

  reserveCode: async ({ params, body }, context) =>
    act(
      context,
      params.code,
      { ...body, act: 'reserve' },
      {
        state: 'reserved',
        orderId: body.orderId,
        orderSource: body.source,
        reservedUntil: context.now + body.minutes * MINUTE_MS,
      },
    ),

  redeemCode: async ({ params, body }, context) =>
    act(
      context,
      params.code,
      { ...body, act: 'redeem' },
      { state: 'redeemed', orderId: body.orderId, orderSource: body.source, reservedUntil: null },
    ),

  releaseCode: async ({ params, body }, context) =>
    act(
      context,
      params.code,
      { ...body, act: 'release' },
      { state: 'issued', orderId: null, orderSource: null, reservedUntil: null },
    ),
};

interface FoundCode {
  readonly claim: Claim;
  readonly facts: CodeFacts;
  readonly firstOrderOnly: boolean;
  readonly friendOrders: number;
  readonly discount: NonNullable<CodeReply['discount']>;
}

const UNKNOWN = (code: string): CodeReply => ({
  code,
  state: 'unknown',
  valid: false,
  reason: 'This code is not known; check the spelling.',
  discount: null,
  minimumOrderMinor: null,
  expiresAt: null,
  orderId: null,
});

const SENTENCES: Readonly<Record<CodeProblem, string>> = {
  code_reserved: 'The code is reserved by another order; try again when that reservation has run out.',
  code_used: 'The code has been used, or its offer has been settled by another order.',
  code_expired: 'The code has expired.',
};

async function act(
  context: CallContext,
  code: string,
  wanted: CodeAct,
  after: Pick<Claim, 'state' | 'orderId' | 'orderSource' | 'reservedUntil'>,
): Promise<CodeReply | Refusal> {
  const outcome = await retake(context.platform, async () => {
    const found = await readCode(context, code);
    if (!found) return new Refusal('not_found', 'This code is not known.');
    const decision = decideCode(found.facts, wanted, context.now);
    if (decision === 'done') return found;
    if (decision !== 'go') return new Refusal(decision, SENTENCES[decision]);
    const { claim } = found;
    // A cart that came in time is honoured when its order is told of: the claim's budget must not run out on the way.
    const heldUntil = after.state === 'redeemed' ? context.now + REPORT_DAYS * DAY_MS : after.reservedUntil;
    const commit = await commitBatch(context.store, [
      updateClaim(context.store, claim, after),
      changedOne(context.store),
      ...(heldUntil === null ? [] : [keepHeld(context.store, claim.referralId, heldUntil)]),
    ]);
    return commit.kind === 'violated'
      ? 'stale'
      : {
          ...found,
          claim: { ...found.claim, ...after },
          facts: { ...found.facts, claim: { ...found.facts.claim, ...after } },
        };
  });
  if (outcome === null) return new Refusal('busy', 'Other carts were asking for the same code; try again.');
  return outcome instanceof Refusal ? outcome : codeReply(outcome, wanted.act !== 'redeem', null, context.now);
}

/** A code is worth what was promised when it was claimed, whatever the settings say now. */
async function readCode({ store }: CallContext, code: string): Promise<FoundCode | null> {
  const found = (await findClaimsWithReferrals(store, [code])).get(code);
  const settings = found && (await readProgramVersion(store, found.claim.programId, found.claim.programVersion));
  if (!found || !settings) return null;
  const { friendReward: rule } = settings;
  return {
    claim: found.claim,
    facts: { claim: found.claim, referralState: found.referral.state, minimumOrderMinor: settings.minimumOrderMinor },
    firstOrderOnly: settings.firstOrderOnly,
    friendOrders: found.friendOrders,
    discount:
      rule.kind === 'flat'
        ? { kind: 'flat', amountMinor: rule.money.amountMinor, currency: rule.money.currency }
        : {
            kind: 'percent',
            basisPoints: rule.basisPoints,
            maxMinor: rule.max?.amountMinor ?? null,
            currency: settings.currency,
          },
  };
}

async function ordersOf({ store }: CallContext, customerId: string): Promise<number> {
  return (await findByIdentity(store, 'customer', await identityHash(store, 'customer', customerId)))?.orderCount ?? 0;
}

function codeReply(found: FoundCode, valid: boolean, reason: string | null, now: number): CodeReply {
  return {
    code: found.claim.code,
    state: codeState(found.facts, now),
    valid,
    reason,
    discount: found.discount,
    minimumOrderMinor: found.facts.minimumOrderMinor,
    expiresAt: found.claim.expiresAt,
    orderId: found.claim.orderId,
  };
}
