import { lookedUpReason } from '../domain/code-life.ts';
import { programOpening } from '../domain/opening.ts';
import { DEFAULT_LOCALE, friendTerms } from '../domain/visitor-texts.ts';
import { findClaim } from '../storage/claims.ts';
import { readOfferFacts } from '../storage/offer.ts';
import type { Handlers } from './context.ts';
import { makeClaim } from './make-claim.ts';
import { noProgram } from './visitor-refusals.ts';

export const friendHandlers: Pick<Handlers, 'offer' | 'claim'> = {
  offer: async ({ query }, { store, now }) => {
    const facts = await readOfferFacts(store, query.code);
    if (!facts) return noProgram();
    const { program, budget, advocate } = facts;
    const opening = programOpening(program, budget, now);
    if (opening !== 'open' && opening !== 'exhausted') return { outcome: 'closed', reason: opening };
    if (!advocate) return { outcome: 'closed', reason: lookedUpReason(await findClaim(store, query.code), now) };
    if (!advocate.active) return { outcome: 'closed', reason: 'unknown' };
    if (opening === 'exhausted') return { outcome: 'closed', reason: opening };
    const { settings } = program;
    const terms = friendTerms(settings, query.locale ?? DEFAULT_LOCALE);
    return { outcome: 'open', advocateName: advocate.name, ...terms, claimDays: settings.claimDays };
  },

  claim: ({ body }, context) => makeClaim(body, context),
};
