import {
  addIdentity,
  bumpPerson,
  createPerson,
  findByIdentity,
  identityHash,
  readPersonData,
  savePersonData,
} from './people.ts';
import type { Person, PersonData } from './people.ts';
import type { Platform } from './platform.ts';
import type { Store } from './store.ts';

/** A person as a call names them: found, or about to be. */
export interface NamedPerson {
  readonly personId: string;
  /** The row as it is now; null for someone new. */
  readonly person: Person | null;
  /** The key that what is sealed for this person goes under. */
  readonly wrappedKey: string;
  /** What brings the person into being or up to date, in the batch of the decision. */
  readonly statements: readonly D1PreparedStatement[];
}

/**
 * The person behind a typed e-mail. Whoever typed it is not proven to be that person, so nothing of a known person is
 * changed by it, and it makes no difference to what the caller is told.
 */
export async function personOfEmail(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  told: PersonData & { readonly email: string },
  now: number,
): Promise<NamedPerson> {
  const hash = await identityHash(store, 'email', told.email);
  const person = await findByIdentity(store, 'email', hash);
  const known = person && (await readPersonData(store, person.personId)).wrappedKey;
  const wrappedKey = known ?? (await store.vault.newKey());
  const personId = person?.personId ?? platform.newId('prs');
  const data = known === null ? await savePersonData(store, personId, wrappedKey, told) : [];
  if (person) return { personId, person, wrappedKey, statements: data };
  const created = await createPerson(store, personId, {}, [{ kind: 'email', hash }], now);
  return { personId, person, wrappedKey, statements: [...created, ...data] };
}

/** Who the shop's signed token says is signed in. */
export interface VouchedCustomer {
  readonly customerId: string;
  /** An address that the shop has verified. */
  readonly email: string | null;
  readonly firstName: string | null;
}

/**
 * The person whom the shop vouches for. The customer number identifies; the e-mail is added where nobody holds it, and
 * where its holder is no other customer, the two are one person: a guest who has made an account.
 */
export async function personOfCustomer(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  customer: VouchedCustomer,
  told: PersonData,
  now: number,
): Promise<NamedPerson> {
  const hash = await identityHash(store, 'customer', customer.customerId);
  const emailHash = customer.email === null ? null : await identityHash(store, 'email', customer.email);
  const [byNumber, byEmail] = await Promise.all([
    findByIdentity(store, 'customer', hash),
    emailHash === null ? null : findByIdentity(store, 'email', emailHash),
  ]);
  const guest = byNumber === null && byEmail !== null && !(await hasNumber(store, byEmail.personId)) ? byEmail : null;
  const person = byNumber ?? guest;
  const identities = [
    ...(byNumber === null ? [{ kind: 'customer' as const, hash }] : []),
    ...(emailHash !== null && byEmail === null ? [{ kind: 'email' as const, hash: emailHash }] : []),
  ];
  const vouched: PersonData = {
    ...told,
    customerId: customer.customerId,
    ...(customer.email !== null && { email: customer.email }),
    ...(told.firstName === undefined && customer.firstName !== null && { firstName: customer.firstName }),
  };
  if (!person) {
    const personId = platform.newId('prs');
    const wrappedKey = await store.vault.newKey();
    const created = await createPerson(store, personId, {}, identities, now);
    return {
      personId,
      person,
      wrappedKey,
      statements: [...created, ...(await savePersonData(store, personId, wrappedKey, vouched))],
    };
  }
  return { person, ...(await upToDate(store, person, identities, vouched, now)) };
}

/** What a person said before stands; only what was not known is added, and their own leave to show their name. */
async function upToDate(
  store: Store,
  person: Person,
  identities: readonly { readonly kind: 'customer' | 'email'; readonly hash: string }[],
  vouched: PersonData,
  now: number,
): Promise<Omit<NamedPerson, 'person'>> {
  const { personId } = person;
  const known = await readPersonData(store, personId);
  const wrappedKey = known.wrappedKey ?? (await store.vault.newKey());
  const shown = vouched.nameShown === true &&
    vouched.firstName !== undefined && { firstName: vouched.firstName, nameShown: true };
  const data: PersonData = { ...vouched, ...known.data, ...shown };
  // Nothing is ever taken away here, so what is the same in number and in each part is the same.
  const isSame = Object.entries(data).every(([part, value]) =>
    Object.entries(known.data).some(([name, held]) => name === part && held === value),
  );
  if (isSame && identities.length === 0) return { personId, wrappedKey, statements: [] };
  // The version holds that nobody changed or erased this person meanwhile: an erased row must not come back.
  const statements = [
    ...bumpPerson(store, person, 0),
    ...identities.map((identity) => addIdentity(store, personId, identity.kind, identity.hash, now)),
    ...(await savePersonData(store, personId, wrappedKey, data)),
  ];
  return { personId, wrappedKey, statements };
}

async function hasNumber(store: Store, personId: string): Promise<boolean> {
  const row = await store.db
    .prepare("SELECT 1 FROM identities WHERE shop_id = ? AND person_id = ? AND kind = 'customer' LIMIT 1")
    .bind(store.shopId, personId)
    .first();
  return row !== null;
}
