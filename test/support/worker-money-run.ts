import fc from 'fast-check';
import { expect } from 'vitest';
import { DAY_MS, formatTouch } from '../../sdk/contract/attribution.ts';
import { tendShop } from '../../worker/jobs/shop-upkeep.ts';
import { makePlatform, shopOf } from './worker-jobs.ts';
import { join, refund, report, untilSettled } from './worker-journey.ts';
import { expectSoundLedger } from './worker-ledger.ts';
import { MoneyModel } from './worker-money-model.ts';
import type { ModelClaim, ModelTerms } from './worker-money-model.ts';
import { call, callFromPage, makeShop } from './worker-shop.ts';
import type { TestShop } from './worker-shop.ts';

const friend = fc.nat(2);
const advocate = fc.nat(1);
const id = fc.nat(7);
const amountMinor = fc.constantFrom(0, 1, 999, 2_000, 2_500, 3_000, 5_000, 50_000);

/** Days that never add up to a claim's fourteen or a window's thirty, where the milliseconds of the run itself would decide. */
const days = fc.constantFrom(1.1, 15.3);

/** Something that happens to a shop; a number that has been used before stands for a report that comes again or contradicts. */
const anyOperation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const), friend, advocate }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      id,
      friend,
      advocate,
      amountMinor,
      by: fc.constantFrom('code' as const, 'touch' as const, 'address' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('refund' as const),
      id,
      amountMinor: fc.constantFrom(1, 500, 1_000, 2_500, 5_000, 99_999),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('approve' as const, 'refuse' as const), id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('page' as const), id, amountMinor }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('credit' as const),
      advocate,
      amountMinor: fc.integer({ min: 1, max: 1e9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), days }) },
);
export type Operation = typeof anyOperation extends fc.Arbitrary<infer Value> ? Value : never;

const anyTerms: fc.Arbitrary<ModelTerms> = fc.record({
  advocate: fc.constantFrom({ flatMinor: 1_000 }, { percent: 10, maxMinor: 800 }),
  friendMinor: fc.constantFrom(500, 1_000),
  minimumMinor: fc.constantFrom(0, 3_000),
  budgetMinor: fc.constantFrom(null, 3_000, 20_000),
  firstOrderOnly: fc.boolean(),
  flatRefund: fc.constantFrom('proportion' as const, 'whole' as const),
});

/** A program, what happens to its shop, and the order in which all of it is sent again, twice. */
export const anyHistory = fc.record({
  terms: anyTerms,
  approval: fc.constantFrom('automatic' as const, 'by_hand' as const),
  operations: fc.array(anyOperation, { minLength: 30, maxLength: 30 }),
  shuffle: fc.infiniteStream(fc.nat()),
});
type History = typeof anyHistory extends fc.Arbitrary<infer Value> ? Value : never;

/** What of a run is sent again as it was. */
type Resend = () => Promise<unknown>;

const emailOf = (of: number) => `friend${of}@example.com`;

async function makeModelShop({ terms, approval }: History): Promise<TestShop> {
  const usd = (minor: number) => ({ amountMinor: minor, currency: 'USD' });
  return makeShop(
    {
      advocateReward:
        'flatMinor' in terms.advocate
          ? { kind: 'flat', money: usd(terms.advocate.flatMinor) }
          : { kind: 'percent', basisPoints: terms.advocate.percent * 100, max: usd(terms.advocate.maxMinor) },
      friendReward: { kind: 'flat', money: usd(terms.friendMinor) },
      minimumOrderMinor: terms.minimumMinor,
      budgetMinor: terms.budgetMinor,
      firstOrderOnly: terms.firstOrderOnly,
      flatRefund: terms.flatRefund,
      approval,
    },
    { mode: 'test' },
  );
}

/** Lets a history happen to a real shop and to the model, and holds one against the other after each step and at the end. */
export async function runHistory(history: History): Promise<void> {
  const shop = await makeModelShop(history);
  const model = new MoneyModel(history.terms);
  const links = [await join(shop, 'ada@example.com'), await join(shop, 'bob@example.com')];
  const player = new Player(shop, model, links);
  for (const operation of history.operations) await player.play(operation);
  await expectOwed(shop, model, links);
  const before = await ledgerOf(shop);
  const twice = [...player.sent, ...player.sent].map((send) => [history.shuffle.next().value ?? 0, send] as const);
  const shuffled = twice.toSorted(([a], [b]) => a - b);
  for (let from = 0; from < shuffled.length; from += 6)
    await Promise.all(shuffled.slice(from, from + 6).map(([, send]) => send()));
  expect(await ledgerOf(shop)).toEqual(before);
  await expectOwed(shop, model, links);
  await expectSoundLedger(shop);
}

class Player {
  /** All that was sent and counts once. */
  readonly sent: Resend[] = [];
  readonly #shop: TestShop;
  readonly #model: MoneyModel;
  readonly #links: readonly string[];
  readonly #claims = new Map<number, { readonly code: string; readonly claim: ModelClaim }>();
  readonly #bodies = new Map<number, number>();
  readonly #rewardIds = new Map<number, string>();
  #days = 0;
  #steps = 0;

  constructor(shop: TestShop, model: MoneyModel, links: readonly string[]) {
    this.#shop = shop;
    this.#model = model;
    this.#links = links;
  }

  async play(operation: Operation): Promise<void> {
    this.#steps += 1;
    switch (operation.kind) {
      case 'claim':
        return this.#claim(operation.friend, operation.advocate);
      case 'order':
        return this.#order(operation);
      case 'refund': {
        const body = { refundId: `r-${this.#steps}`, orderId: `o-${operation.id}`, amountMinor: operation.amountMinor };
        const isKnown = this.#model.orders.has(operation.id);
        this.#model.refund(operation.id, operation.amountMinor);
        const { body: reply } = await this.#send(() => refund(this.#shop, body));
        return expect(reply.outcome).toBe(isKnown ? 'applied' : 'waiting');
      }
      case 'approve':
      case 'refuse':
        return this.#review(operation.kind, operation.id);
      case 'page': {
        // Of an order that nobody has reported; what the page says of it moves nothing, then or later.
        const body = { orderId: `o-${operation.id}`, amountMinor: operation.amountMinor, currency: 'USD' };
        const { status } = await this.#send(() => callFromPage(this.#shop, 'POST', '/v1/page-orders', body));
        return expect(status).toBe(202);
      }
      case 'credit': {
        const body = {
          creditId: `g-${this.#steps}`,
          personId: await personOf(this.#shop, this.#links[operation.advocate]!),
          amountMinor: operation.amountMinor,
          currency: 'USD',
          reason: 'Sorry.',
        };
        this.#model.credits[operation.advocate]! += operation.amountMinor;
        const { status } = await this.#send(() => call('POST', '/v1/credits', { key: this.#shop.secretKey, body }));
        return expect(status).toBe(200);
      }
      case 'wait': {
        this.#days += operation.days;
        const now = Date.now() + Math.round(this.#days * DAY_MS);
        await call('POST', '/v1/clock', { key: this.#shop.secretKey, body: { now } });
        this.#model.pass(operation.days * DAY_MS);
        return tendShop(await makePlatform(), await shopOf(this.#shop));
      }
    }
  }

  async #claim(of: number, by: number): Promise<void> {
    const body = { code: this.#links[by]!, email: emailOf(of), attempt: `attempt-in-history-${this.#steps}` };
    const claim = this.#model.claim(of, by);
    const send = () => callFromPage<{ outcome: string; code: string }>(this.#shop, 'POST', '/v1/claims', body);
    // A claim that was closed may be open later, so only one that was made is sent again.
    const { body: reply } = claim ? await this.#send(send) : await send();
    expect(reply.outcome).toBe(claim ? 'claimed' : 'closed');
    if (claim) this.#claims.set(of, { code: reply.code, claim });
  }

  async #order(operation: Extract<Operation, { kind: 'order' }>): Promise<void> {
    const claimed = operation.by === 'code' ? this.#claims.get(operation.friend) : undefined;
    const seenAt = Date.now() + Math.round(this.#days * DAY_MS);
    const body = {
      orderId: `o-${operation.id}`,
      subtotalMinor: operation.amountMinor,
      email: emailOf(operation.friend),
      ...(claimed && { code: claimed.code }),
      ...(operation.by === 'touch' && { touch: formatTouch({ code: this.#links[operation.advocate]!, seenAt }) }),
    };
    const before = this.#bodies.get(operation.id);
    const { status, body: reply } = await this.#send(() => report(this.#shop, body));
    if (before !== undefined) return expect(status).toBe(before === operation.amountMinor ? 200 : 409);
    this.#bodies.set(operation.id, operation.amountMinor);
    const touched = operation.by === 'touch' ? operation.advocate : null;
    const reason = this.#model.order(
      operation.id,
      operation.friend,
      operation.amountMinor,
      claimed?.claim ?? null,
      touched,
    );
    expect([status, reply.outcome, reply.reason]).toEqual([200, reason === null ? 'rewarded' : 'refused', reason]);
    const reward = reply.rewards.find(({ side }) => side === 'advocate');
    if (reward) this.#rewardIds.set(operation.id, reward.id);
  }

  async #review(word: 'approve' | 'refuse', of: number): Promise<void> {
    const rewardId = this.#rewardIds.get(of);
    if (rewardId === undefined) return;
    const body = word === 'refuse' ? { body: { reason: 'Same household.' } } : {};
    const { status } = await this.#send(() =>
      call('POST', `/v1/rewards/${rewardId}/${word}`, { key: this.#shop.secretKey, ...body }),
    );
    if (word === 'refuse') expect(status).toBe(this.#model.refuse(of) ? 200 : 409);
  }

  #send<Answer extends { readonly status: number; readonly body: unknown }>(
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const settle = () => untilSettled(ask as never) as unknown as Promise<Answer>;
    this.sent.push(settle);
    return settle();
  }
}

async function personOf(shop: TestShop, link: string): Promise<string> {
  const query = 'SELECT person_id FROM links WHERE shop_id = ? AND code = ?';
  return (await shop.store.db.prepare(query).bind(shop.shopId, link).first<string>('person_id'))!;
}

async function ledgerOf(shop: TestShop): Promise<unknown[]> {
  const query = 'SELECT * FROM entries WHERE shop_id = ? ORDER BY account, seq';
  return (await shop.store.db.prepare(query).bind(shop.shopId).all()).results;
}

async function expectOwed(shop: TestShop, model: MoneyModel, links: readonly string[]): Promise<void> {
  const sum = async (account: string) =>
    (await shop.store.db
      .prepare('SELECT COALESCE(SUM(quantity), 0) AS sum FROM entries WHERE shop_id = ? AND account = ?')
      .bind(shop.shopId, `${account}/money:USD`)
      .first<number>('sum'))!;
  const people = await Promise.all(links.map((link) => personOf(shop, link)));
  const committed = await shop.store.db
    .prepare("SELECT committed FROM counters WHERE shop_id = ? AND scope LIKE 'program:%'")
    .bind(shop.shopId)
    .first<number>('committed');
  expect({
    owed: await Promise.all(people.map((person) => sum(`person:${person}`))),
    handedOver: await sum(`fulfilled:${shop.programId}`),
    committed,
  }).toEqual({
    owed: people.map((_, at) => model.owedTo(at)),
    handedOver: model.handedOverMinor,
    committed: model.committedMinor,
  });
}
