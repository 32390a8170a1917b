import { DAY_MS, isWithinWindow } from '../../sdk/contract/attribution.ts';
import type { TouchSource } from '../../sdk/contract/program.ts';
import type { ClosedReason } from '../../sdk/contract/visitor.ts';
import { moneyUnit } from './ledger.ts';
import { claimReservation } from './offer.ts';
import { programOpening } from './opening.ts';
import type { BudgetFact, OpenableProgram } from './opening.ts';

/** Who referred whom, and what of the budget is held for it. */
export interface Bond {
  readonly advocateId: string;
  readonly linkCode: string | null;
  readonly source: TouchSource;
  readonly channel: string | null;
  readonly state: 'claimed' | 'ordered' | 'refused';
  /** In minor units of `heldUnit`. */
  readonly held: number;
  readonly heldUnit: string | null;
  readonly heldUntil: number | null;
  readonly claimedAt: number | null;
}

/** All that the decision of a claim looks at. */
export interface ClaimFacts {
  readonly program: OpenableProgram;
  readonly budget: BudgetFact;
  /** The advocate's code; null where there is none. */
  readonly link: {
    readonly code: string;
    readonly channel: string | null;
    readonly advocate: { readonly personId: string; readonly active: boolean };
  } | null;
  /** Whom a session proves to be asking; null for everyone else, whatever e-mail was typed. */
  readonly provenId: string | null;
  /** The friend, where the e-mail or session is already known. */
  readonly friend: { readonly personId: string; readonly orderCount: number } | null;
  /** The friend's bond in this program so far, and whether its advocate still takes part. */
  readonly bond: Bond | null;
  readonly bondAdvocateActive: boolean;
}

/** What a claim comes to: a code, with the bond as it is from now on, or why there is none. */
export type ClaimDecision =
  | { readonly kind: 'closed'; readonly reason: ClosedReason }
  | { readonly kind: 'claimed'; readonly expiresAt: number; readonly bond: Bond };

/**
 * Decides a claim. The answer is the same for an e-mail that is known and one that is not: who may not earn (the advocate
 * under their own link, a friend who has ordered) still gets a code, holds no budget with it, and is refused at the order.
 */
export function decideClaim(facts: ClaimFacts, now: number): ClaimDecision {
  const { program, link } = facts;
  const opening = programOpening(program, facts.budget, now);
  if (opening !== 'open' && opening !== 'exhausted') return { kind: 'closed', reason: opening };
  if (!link?.advocate.active) return { kind: 'closed', reason: 'unknown' };
  if (facts.provenId === link.advocate.personId) return { kind: 'closed', reason: 'own' };
  // Also for a friend whose claim already holds its part: a code for them alone would tell that they are known here.
  if (opening === 'exhausted') return { kind: 'closed', reason: 'exhausted' };

  const expiresAt = now + program.settings.claimDays * DAY_MS;
  return { kind: 'claimed', expiresAt, bond: bondAfter(facts, link, expiresAt, now) };
}

function bondAfter(facts: ClaimFacts, link: NonNullable<ClaimFacts['link']>, expiresAt: number, now: number): Bond {
  const before = facts.bond;
  const isSelf = facts.friend?.personId === link.advocate.personId;
  const asked: Bond = {
    advocateId: link.advocate.personId,
    linkCode: link.code,
    source: 'code',
    channel: link.channel,
    // Nobody refers themselves: the code is there, so that the reply tells nothing, and no cart takes it.
    state: isSelf ? 'refused' : 'claimed',
    claimedAt: now,
    held: 0,
    heldUnit: null,
    heldUntil: null,
  };
  if (!mayEarn(facts)) return before ?? asked;
  if (earlierStands(facts, link.advocate.personId, now)) return { ...(before ?? asked), ...holding(facts, expiresAt) };
  return isSelf ? (before ?? asked) : { ...asked, ...holding(facts, expiresAt) };
}

/** A friend who has ordered earns nothing more by a claim: neither again, nor where only a first order counts. */
function mayEarn({ bond, friend, program }: ClaimFacts): boolean {
  const hasOrdered = (friend?.orderCount ?? 0) > 0;
  return bond?.state !== 'ordered' && !(program.settings.firstOrderOnly && hasOrdered);
}

/** Whether the claim of another advocate's code stands: by the model, or because nobody refers themselves away from it. */
function earlierStands(
  { bond, bondAdvocateActive, friend, program }: ClaimFacts,
  advocateId: string,
  now: number,
): boolean {
  if (bond?.state !== 'claimed' || !bondAdvocateActive || bond.claimedAt === null) return false;
  if (bond.advocateId === advocateId || bond.advocateId === friend?.personId) return false;
  const { attribution, windowDays } = program.settings;
  const isSelf = friend?.personId === advocateId;
  return (
    (attribution.model === 'first' || isSelf) && isWithinWindow({ code: '', seenAt: bond.claimedAt }, windowDays, now)
  );
}

/** What the bond holds from now on: once a friend, however many codes they ask for, and never less than was promised. */
function holding({ bond, program }: ClaimFacts, expiresAt: number): Pick<Bond, 'held' | 'heldUnit' | 'heldUntil'> {
  const heldUnit = moneyUnit(program.settings.currency);
  const before = bond?.heldUnit === heldUnit ? bond.held : 0;
  return {
    held: Math.max(before, claimReservation(program.settings)),
    heldUnit,
    heldUntil: Math.max(bond?.heldUntil ?? 0, expiresAt),
  };
}
