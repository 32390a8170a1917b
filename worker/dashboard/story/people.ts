import type { ReferralRow } from '../../../sdk/contract/owner.ts';
import type { Words } from '../words/words.ts';

export type Person = ReferralRow['advocate'];

/** What a person is called: by what they gave, never by something made up. */
export function nameOf(person: Person, { people }: Words): string {
  if (person.name !== null) return person.name;
  if (person.email !== null) return person.email;
  return person.customerId === null ? people.unnamed : people.customer(person.customerId);
}
