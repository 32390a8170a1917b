import { accounts, moneyUnit } from '../domain/ledger.ts';
import { recordAudit } from './audit.ts';
import { findEvent, insertEvent } from './events.ts';
import type { Event } from './events.ts';
import { balanceOf, transferStatements } from './ledger.ts';
import type { Platform } from './platform.ts';
import { commitBatch } from './store.ts';
import type { Store } from './store.ts';

export interface Credit {
  readonly creditId: string;
  readonly personId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly actor: string;
}

export type GivenCredit =
  | {
      readonly kind: 'given';
      readonly reply: { readonly eventId: string; readonly balanceMinor: number; readonly duplicate: boolean };
    }
  | { readonly kind: 'contradicts' };

/** Gives a goodwill credit once per `creditId`; it comes from an account of its own and never counts against a budget. */
export async function giveCredit(
  store: Store,
  platform: Pick<Platform, 'newId' | 'realNow'>,
  credit: Credit,
  now: number,
): Promise<GivenCredit> {
  const unit = moneyUnit(credit.currency);
  const account = accounts.person(credit.personId, unit);
  const event: Event = {
    eventId: platform.newId('evt'),
    kind: 'credit',
    source: 'owner',
    externalId: credit.creditId,
    state: 'decided',
    verifiedBy: 'owner',
    outcome: 'applied',
    reason: null,
    programId: null,
    programVersion: null,
    referralId: null,
    friendId: credit.personId,
    orderId: null,
    currency: credit.currency,
    amountMinor: credit.amountMinor,
    refundedMinor: 0,
    facts: { reason: credit.reason },
    trace: null,
    version: 1,
    occurredAt: now,
    receivedAt: now,
  };
  const commit = await commitBatch(store, [
    insertEvent(store, event),
    ...transferStatements(store, {
      id: platform.newId('trf'),
      kind: 'credit',
      from: accounts.goodwill(unit),
      to: account,
      unit,
      quantity: credit.amountMinor,
      eventId: event.eventId,
      rewardId: null,
      at: now,
    }),
    recordAudit(store, platform, {
      actor: credit.actor,
      action: 'credit.given',
      subject: credit.personId,
      detail: { eventId: event.eventId },
    }),
  ]);
  const stored = commit.kind === 'committed' ? event : await findEvent(store, event);
  if (!stored) throw new Error(`Credit ${credit.creditId} was neither given nor found`);
  if (
    stored.friendId !== credit.personId ||
    stored.amountMinor !== credit.amountMinor ||
    stored.currency !== credit.currency
  )
    return { kind: 'contradicts' };
  return {
    kind: 'given',
    reply: {
      eventId: stored.eventId,
      balanceMinor: await balanceOf(store, account),
      duplicate: commit.kind !== 'committed',
    },
  };
}
