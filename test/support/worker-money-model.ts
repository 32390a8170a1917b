import { DAY_MS } from '../../sdk/contract/attribution.ts';

// Who is owed what, reckoned a second time and as simply as possible, to hold the Worker against. It knows one friend by one
// address, evidence by code, touch and address in this order, and the last touch; flat rewards of the friend.

export interface ModelTerms {
  readonly advocate: { readonly flatMinor: number } | { readonly percent: number; readonly maxMinor: number };
  readonly friendMinor: number;
  readonly minimumMinor: number;
  readonly budgetMinor: number | null;
  readonly firstOrderOnly: boolean;
  readonly flatRefund: 'proportion' | 'whole';
}

interface Bond {
  advocate: number;
  state: 'claimed' | 'ordered' | 'refused';
  heldMinor: number;
  heldUntil: number;
  since: number;
}

interface ModelReward {
  readonly side: 'advocate' | 'friend';
  readonly advocate: number;
  readonly grantedMinor: number;
  owedMinor: number;
  refused: boolean;
}

interface ModelOrder {
  readonly amountMinor: number;
  remainingMinor: number;
  readonly rewards: ModelReward[];
}

export interface ModelClaim {
  readonly friend: number;
  readonly expiresAt: number;
  used: boolean;
}

const CLAIM_MS = 14 * DAY_MS;
const WINDOW_MS = 30 * DAY_MS;

export class MoneyModel {
  readonly orders = new Map<number, ModelOrder>();
  readonly waiting = new Map<number, number[]>();
  readonly credits = [0, 0];
  readonly #terms: ModelTerms;
  readonly #bonds = new Map<number, Bond>();
  readonly #placed = new Map<number, number>();
  #now = 0;

  constructor(terms: ModelTerms) {
    this.#terms = terms;
  }

  get committedMinor(): number {
    const held = [...this.#bonds.values()].reduce((sum, bond) => sum + bond.heldMinor, 0);
    return held + this.#rewards().reduce((sum, reward) => sum + reward.owedMinor, 0);
  }

  get handedOverMinor(): number {
    return this.#rewards().reduce((sum, { side, owedMinor }) => sum + (side === 'friend' ? owedMinor : 0), 0);
  }

  owedTo(advocate: number): number {
    const earned = this.#rewards().filter((reward) => reward.side === 'advocate' && reward.advocate === advocate);
    return earned.reduce((sum, { owedMinor }) => sum + owedMinor, this.credits[advocate] ?? 0);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const bond of this.#bonds.values()) if (bond.heldUntil <= this.#now) bond.heldMinor = 0;
  }

  /** A claim, or null where the budget is exhausted. */
  claim(friend: number, advocate: number): ModelClaim | null {
    const { budgetMinor, friendMinor, firstOrderOnly } = this.#terms;
    const promised = this.#most() + friendMinor;
    if (budgetMinor !== null && this.committedMinor + promised > budgetMinor) return null;
    const before = this.#bonds.get(friend);
    const mayEarn = before?.state !== 'ordered' && !(firstOrderOnly && this.#placedBy(friend) > 0);
    const expiresAt = this.#now + CLAIM_MS;
    const bond: Bond = { advocate, state: 'claimed', heldMinor: 0, heldUntil: 0, since: this.#now };
    if (mayEarn) this.#bonds.set(friend, { ...bond, heldMinor: promised, heldUntil: expiresAt });
    else if (!before) this.#bonds.set(friend, bond);
    return { friend, expiresAt, used: false };
  }

  /** The reason of a refusal, or null for a reward. */
  order(
    id: number,
    friend: number,
    amountMinor: number,
    claim: ModelClaim | null,
    touched: number | null,
  ): string | null {
    const { minimumMinor, friendMinor, firstOrderOnly, budgetMinor } = this.#terms;
    const bond = this.#bonds.get(friend) ?? null;
    const reached = bond && (bond.state === 'ordered' || this.#now - bond.since <= WINDOW_MS) ? bond.advocate : null;
    const advocate = claim ? (bond?.advocate ?? null) : (touched ?? reached);
    const isFree = claim !== null && !claim.used && claim.expiresAt > this.#now;
    const toAdvocate = this.#earned(amountMinor);
    const toFriend = isFree ? friendMinor : 0;
    const after = this.committedMinor - (bond?.heldMinor ?? 0) + toAdvocate + toFriend;
    const refusals: readonly (readonly [string, boolean])[] = [
      ['attributed', advocate === null],
      ['claim_valid', claim?.used === true],
      ['first_order', firstOrderOnly && this.#placedBy(friend) > 0],
      ['minimum_order', amountMinor + toFriend < minimumMinor],
      ['budget', budgetMinor !== null && after > budgetMinor && after > this.committedMinor],
    ];
    const reason = refusals.find(([, applies]) => applies)?.[0] ?? null;
    const order: ModelOrder = { amountMinor, remainingMinor: amountMinor, rewards: [] };
    this.orders.set(id, order);
    this.#placed.set(friend, this.#placedBy(friend) + 1);
    if (advocate !== null && (reason === null || !bond || (bond.state !== 'ordered' && bond.advocate === advocate))) {
      const state = reason === null ? 'ordered' : 'refused';
      this.#bonds.set(friend, { advocate, state, heldMinor: 0, heldUntil: 0, since: bond?.since ?? this.#now });
    }
    if (reason === null && advocate !== null) {
      if (claim && isFree) claim.used = true;
      const add = (side: ModelReward['side'], minor: number) =>
        minor > 0 && order.rewards.push({ side, advocate, grantedMinor: minor, owedMinor: minor, refused: false });
      add('advocate', toAdvocate);
      add('friend', toFriend);
    }
    for (const refund of this.waiting.get(id) ?? []) this.refund(id, refund);
    this.waiting.delete(id);
    return reason;
  }

  refund(id: number, amountMinor: number): void {
    const order = this.orders.get(id);
    if (!order) return void this.waiting.set(id, [...(this.waiting.get(id) ?? []), amountMinor]);
    order.remainingMinor = Math.max(0, order.remainingMinor - amountMinor);
    const { remainingMinor, rewards } = order;
    const discount = rewards.find(({ side }) => side === 'friend')?.grantedMinor ?? 0;
    const left = order.amountMinor === 0 ? 0 : remainingMinor / order.amountMinor;
    const isUnder = left === 0 || Math.floor((order.amountMinor + discount) * left) < this.#terms.minimumMinor;
    for (const reward of rewards) {
      const owed = isUnder ? 0 : this.#owedOn(reward, left, remainingMinor);
      reward.owedMinor = Math.min(reward.owedMinor, owed);
    }
  }

  /** Whether the owner may still refuse it. */
  refuse(id: number): boolean {
    const reward = this.orders.get(id)?.rewards.find(({ side }) => side === 'advocate');
    if (!reward || (reward.owedMinor === 0 && !reward.refused)) return false;
    reward.owedMinor = 0;
    reward.refused = true;
    return true;
  }

  #owedOn(reward: ModelReward, left: number, remainingMinor: number): number {
    if (reward.side === 'advocate' && 'percent' in this.#terms.advocate) return this.#earned(remainingMinor);
    return this.#terms.flatRefund === 'whole' ? reward.grantedMinor : Math.floor(reward.grantedMinor * left);
  }

  #earned(amountMinor: number): number {
    const { advocate } = this.#terms;
    if ('flatMinor' in advocate) return advocate.flatMinor;
    return Math.min(advocate.maxMinor, Math.floor((amountMinor * advocate.percent) / 100));
  }

  #most(): number {
    const { advocate } = this.#terms;
    return 'flatMinor' in advocate ? advocate.flatMinor : advocate.maxMinor;
  }

  #placedBy(friend: number): number {
    return this.#placed.get(friend) ?? 0;
  }

  #rewards(): ModelReward[] {
    return [...this.orders.values()].flatMap(({ rewards }) => rewards);
  }
}
