import type { RuleName, RuleStep } from '../../sdk/contract/trace.ts';
import type { RewardState } from '../../sdk/contract/visitor.ts';
import { formatMoney } from './format.ts';

/** What is known of one recommendation, as far as the advocate may know it. */
export interface StoryOfFriend {
  /** Whether the friend is the advocate, under their own link. */
  readonly isSelf: boolean;
  /** The friend's latest order, without anything about it but how it was decided. */
  readonly order: { readonly isConfirmed: boolean; readonly failed: RuleStep | null; readonly currency: string } | null;
  /** The advocate's reward for it. */
  readonly reward: { readonly state: RewardState; readonly isReduced: boolean } | null;
}

type Reason = RuleName | 'no_order' | 'unconfirmed' | 'review' | 'held' | 'reduced' | 'reversed' | 'refused';

// `{wanted}` is a term of the program. What a rule saw (what the friend bought, spent or is called) is never filled in.
const SENTENCES: Readonly<Record<'en' | 'fr', Readonly<Record<Reason, string>>>> = {
  en: {
    no_order: 'Your friend has not ordered yet.',
    unconfirmed: 'The shop has not confirmed the order yet.',
    verified: 'The shop has not confirmed the order yet.',
    attributed: 'The order could not be tied to your link.',
    program_open: 'The program was not running when the order was placed.',
    claim_valid: "The friend's code had been used for another order.",
    not_self: 'A recommendation has to go to another person.',
    first_order: 'Only a first order in this shop earns a reward.',
    currency: 'Only orders in {wanted} earn a reward.',
    minimum_order: 'Only orders of {wanted} or more earn a reward.',
    budget: 'The budget of the program was used up.',
    review: 'The shop looks at this reward before it counts.',
    held: 'It waits until the order can no longer be sent back.',
    reduced: 'A part of the order was sent back.',
    reversed: 'The order was sent back.',
    refused: 'The shop did not approve this reward.',
  },
  fr: {
    no_order: "Votre ami n'a pas encore commandé.",
    unconfirmed: "La boutique n'a pas encore confirmé la commande.",
    verified: "La boutique n'a pas encore confirmé la commande.",
    attributed: "La commande n'a pas pu être reliée à votre lien.",
    program_open: "Le programme n'était pas ouvert au moment de la commande.",
    claim_valid: 'Le code de votre ami avait déjà servi pour une autre commande.',
    not_self: "Une recommandation doit s'adresser à une autre personne.",
    first_order: 'Seule une première commande dans cette boutique est récompensée.',
    currency: 'Seules les commandes en {wanted} sont récompensées.',
    minimum_order: "Seules les commandes d'au moins {wanted} sont récompensées.",
    budget: 'Le budget du programme était épuisé.',
    review: "La boutique vérifie cette récompense avant qu'elle compte.",
    held: 'Elle attend que la commande ne puisse plus être renvoyée.',
    reduced: 'Une partie de la commande a été renvoyée.',
    reversed: 'La commande a été renvoyée.',
    refused: "La boutique n'a pas approuvé cette récompense.",
  },
};

/** Tells an advocate in a sentence why there is no reward (yet); null where there is nothing to explain. */
export function explain(story: StoryOfFriend, locale: string): string | null {
  const reason = reasonOf(story);
  if (reason === null) return null;
  const sentence = SENTENCES[locale.toLowerCase().startsWith('fr') ? 'fr' : 'en'][reason];
  return sentence.replace('{wanted}', () => wantedOf(story.order, locale));
}

function reasonOf({ isSelf, order, reward }: StoryOfFriend): Reason | null {
  if (isSelf) return 'not_self';
  if (reward) return reasonOfReward(reward);
  if (!order) return 'no_order';
  if (!order.isConfirmed) return 'unconfirmed';
  return order.failed?.rule ?? null;
}

function reasonOfReward({ state, isReduced }: NonNullable<StoryOfFriend['reward']>): Reason | null {
  if (state !== 'available' && state !== 'fulfilled') return state;
  return isReduced ? 'reduced' : null;
}

/** The term of the program that a rule asked for, as people read it. */
function wantedOf(order: StoryOfFriend['order'], locale: string): string {
  const wanted = order?.failed?.wanted;
  if (order && order.failed?.rule === 'minimum_order' && typeof wanted === 'number') {
    return formatMoney(wanted, order.currency, locale);
  }
  return String(wanted ?? '');
}
