import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accounts, entriesOf, moneyUnit } from '../../../worker/domain/ledger.ts';
import type { Transfer } from '../../../worker/domain/ledger.ts';

const unit = moneyUnit('EUR');
const transfer: Transfer = {
  id: 'trf_1',
  kind: 'grant',
  from: accounts.program('prg_1', unit),
  to: accounts.person('prs_1', unit),
  unit,
  quantity: 1,
  eventId: 'evt_1',
  rewardId: null,
  at: 0,
};

describe('the ledger', () => {
  it('always balances: the entries of any history sum to zero, and so do its accounts', () => {
    const person = fc.integer({ min: 1, max: 4 }).map((n) => accounts.person(`prs_${n}`, unit));
    const move = fc
      .record({ from: person, to: person, quantity: fc.integer({ min: 1, max: 1_000_000 }) })
      .filter(({ from, to }) => from !== to);
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const balances = new Map<string, number>();
        for (const each of moves) {
          for (const entry of entriesOf({ ...transfer, ...each }))
            balances.set(entry.account, (balances.get(entry.account) ?? 0) + entry.quantity);
        }
        expect([...balances.values()].reduce((sum, balance) => sum + balance, 0)).toBe(0);
      }),
    );
  });

  it.each([0, -1, 0.5, Number.NaN, 2 ** 53])('moves no quantity such as %d', (quantity) => {
    expect(() => entriesOf({ ...transfer, quantity })).toThrow(RangeError);
  });

  it('moves nothing from an account to itself', () => {
    expect(() => entriesOf({ ...transfer, to: transfer.from })).toThrow(RangeError);
  });
});
