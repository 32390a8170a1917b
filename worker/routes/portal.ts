import type { Me } from '../../sdk/contract/visitor.ts';
import { explain } from '../domain/explain.ts';
import { formatMoney, formatQuantity } from '../domain/format.ts';
import { currencyOf, moneyUnit } from '../domain/ledger.ts';
import { linkTo } from '../domain/link.ts';
import { rewardState } from '../domain/reward-state.ts';
import { DEFAULT_LOCALE } from '../domain/visitor-texts.ts';
import { listLinks } from '../storage/links.ts';
import { personOfCustomer } from '../storage/named-person.ts';
import { findPerson } from '../storage/people.ts';
import { askPersonLink } from '../storage/person-links.ts';
import { consumePersonLink, openPersonSession, verifyPerson } from '../storage/person-sessions.ts';
import { NEWEST, listFriends, readBalances } from '../storage/portal.ts';
import type { Balance, FriendOfAdvocate } from '../storage/portal.ts';
import { readProgram } from '../storage/programs.ts';
import { retake } from '../storage/retake.ts';
import type { Shop } from '../storage/shops.ts';
import { commitBatch } from '../storage/store.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handlers } from './context.ts';
import { readIdentity } from './identity.ts';
import { noProgram, tooMany } from './visitor-refusals.ts';

export const portalHandlers: Pick<Handlers, 'signIn' | 'openSession' | 'me'> = {
  signIn: async ({ body }, { platform, shop, store, now, request }) => {
    const returnUrl = body.returnUrl === undefined ? null : ownPage(body.returnUrl, shop);
    if (returnUrl instanceof Refusal) return returnUrl;
    const ask = { email: body.email, returnUrl, locale: body.locale ?? null, address: request.address };
    return (await askPersonLink(store, platform, ask, now)) === 'too_many' ? tooMany() : { done: true };
  },

  openSession: async ({ body }, context) => {
    const { platform, shop } = context;
    const personId =
      body.identity === undefined ? await byLink(body.token, context) : await byIdentity(body.identity, context);
    if (personId instanceof Refusal) return personId;
    return openPersonSession(platform, shop, personId);
  },

  me: async ({ query }, { store, caller, now }) => {
    if (caller.kind !== 'person') throw new Error('Only a session opens a portal');
    const { personId } = caller;
    const locale = query.locale ?? DEFAULT_LOCALE;
    const [program, person, links, balances, friends] = await Promise.all([
      readProgram(store),
      findPerson(store, personId),
      listLinks(store, personId, NEWEST),
      readBalances(store, personId, now),
      listFriends(store, personId),
    ]);
    if (!program) return noProgram();
    if (!person) return new Refusal('unauthorized', 'Sign in again: there is nothing here any more.');
    const { landingUrl, currency } = program.settings;
    return {
      verified: true,
      links: links.map(({ code }) => ({ code, link: linkTo(landingUrl, code) })),
      joinedCount: person.joinedCount,
      orderedCount: person.orderedCount,
      balance: balanceView(balances, moneyUnit(currency), locale),
      friends: friends.map((friend) => friendView(friend, now, locale)),
    };
  },
};

/** A magic link leads back to a page of the shop and nowhere else: it carries a token that opens what belongs to a person. */
function ownPage(raw: string, shop: Shop): string | Refusal {
  const { origin, pathname } = new URL(raw);
  if (!shop.origins.includes(origin)) {
    return new Refusal('invalid_field', 'returnUrl: Must be a page of this shop.', 'returnUrl');
  }
  // What stands behind the path may be personal, and is not needed to find the way back.
  return origin + pathname;
}

async function byLink(
  token: string | undefined,
  { platform, shop, store, now }: CallContext,
): Promise<string | Refusal> {
  if (token === undefined) {
    return new Refusal('missing_field', 'The field "token" is required where there is no identity token.', 'token');
  }
  const personId = await consumePersonLink(platform, shop, token);
  const person = personId === null ? null : await findPerson(store, personId);
  if (!person || !mayOpen(person)) {
    return new Refusal('unauthorized', 'This link has been used or has expired; ask for a new one.', 'token');
  }
  await verifyPerson(store, person.personId, now).run();
  return person.personId;
}

async function byIdentity(token: string, context: CallContext): Promise<string | Refusal> {
  const { platform, store, now } = context;
  const customer = await readIdentity(token, context);
  if (customer instanceof Refusal) return customer;
  const outcome = await retake(platform, async () => {
    const { personId, person, statements } = await personOfCustomer(store, platform, customer, {}, now);
    if (person && !mayOpen(person)) return new Refusal('unauthorized', 'This person has left the program.', 'identity');
    const commit = await commitBatch(store, [...statements, verifyPerson(store, personId, now)]);
    return commit.kind === 'committed' ? personId : 'stale';
  });
  return outcome ?? new Refusal('busy', 'This person is being changed by others; try again.');
}

/** Who has been blocked may still see what they have earned. */
function mayOpen({ state }: { readonly state: string }): boolean {
  return state === 'active' || state === 'blocked';
}

/** The program's own currency always, so that there is a zero to look at, and every other money there is. */
function balanceView(balances: readonly Balance[], ownUnit: string, locale: string): Me['balance'] {
  const own = balances.find(({ unit }) => unit === ownUnit) ?? { unit: ownUnit, total: 0, waiting: 0 };
  return [own, ...balances.filter((balance) => balance !== own)].flatMap(({ unit, total, waiting }) => {
    const currency = currencyOf(unit);
    if (currency === null) return [];
    const money = (amountMinor: number) => ({
      amountMinor,
      currency,
      formatted: formatMoney(amountMinor, currency, locale),
    });
    return [{ unit, waiting: money(waiting), available: money(total - waiting) }];
  });
}

function friendView(friend: FriendOfAdvocate, now: number, locale: string): Me['friends'][number] {
  const { reward } = friend;
  const state = reward && rewardState(reward, now);
  // Of a reward that is gone, what it was is told: "$0 was taken back" tells nobody anything.
  const quantity = reward && (reward.quantity - reward.reversedQuantity || reward.quantity);
  return {
    name: friend.name,
    state: friend.state,
    at: friend.at,
    reward:
      reward && state && quantity !== null
        ? {
            state,
            formatted: formatQuantity(quantity, reward.unit, locale),
            availableAt: reward.state === 'granted' ? reward.availableAt : null,
          }
        : null,
    why: explain(
      {
        isSelf: friend.isSelf,
        order: friend.order,
        reward: reward && state && { state, isReduced: reward.reversedQuantity > 0 },
      },
      locale,
    ),
  };
}
