import type { BudgetFact } from '../domain/opening.ts';
import type { Program } from './programs.ts';
import { readStanding } from './standing.ts';
import type { Store } from './store.ts';

/** What stands behind an advocate's code for a friend who looks at it. */
export interface OfferFacts {
  readonly program: Program;
  readonly budget: BudgetFact;
  /** Null where the code is nobody's. `name` is the first name that the advocate lets friends see. */
  readonly advocate: { readonly active: boolean; readonly name: string | null } | null;
}

/** Reads what a friend is shown; null where the shop has no program. */
export async function readOfferFacts(store: Store, code: string): Promise<OfferFacts | null> {
  const [standing, row] = await Promise.all([
    readStanding(store),
    store.db
      .prepare(
        `SELECT people.state, links.shown_name, person_data.wrapped_key FROM links
         JOIN people ON people.shop_id = links.shop_id AND people.person_id = links.person_id
         LEFT JOIN person_data ON person_data.shop_id = links.shop_id AND person_data.person_id = links.person_id
         WHERE links.shop_id = ? AND links.code = ?`,
      )
      .bind(store.shopId, code)
      .first<{ state: string; shown_name: string | null; wrapped_key: string | null }>(),
  ]);
  return (
    standing && { ...standing, advocate: row && { active: row.state === 'active', name: await openName(store, row) } }
  );
}

/** A name whose key has been destroyed is gone with it. */
async function openName(
  store: Store,
  row: { readonly shown_name: string | null; readonly wrapped_key: string | null },
): Promise<string | null> {
  return row.shown_name === null || row.wrapped_key === null ? null : store.vault.open(row.wrapped_key, row.shown_name);
}
