import { isBot } from '../domain/bots.ts';
import { programStanding } from '../domain/program-state.ts';
import { DEFAULT_LOCALE, pageSettings } from '../domain/visitor-texts.ts';
import type { CallContext, Handlers } from './context.ts';
import { noProgram } from './visitor-refusals.ts';

export const visitHandlers: Pick<Handlers, 'settings' | 'visit'> = {
  settings: async ({ query }, context) => {
    const { platform, now, replyHeaders } = context;
    const facts = factsOf(context);
    if (!facts.program) return noProgram();
    const standing = programStanding(facts.program, now);
    const state = standing === 'open' && facts.exhausted ? 'exhausted' : standing;
    replyHeaders.set('cache-control', 'public, max-age=300');
    // Who may read it is told by the Origin, so a shared cache must not hand one site's answer to another.
    replyHeaders.set('vary', 'Origin');
    const settings = pageSettings(facts.program, state, query.locale ?? DEFAULT_LOCALE);
    const siteKey = platform.challengeSiteKey;
    return siteKey === null ? settings : { ...settings, challenge: { siteKey } };
  },

  visit: async ({ body }, context) => {
    const { platform, shop, now, request } = context;
    const { program } = factsOf(context);
    if (!program || body.bot === true || isBot(request.userAgent)) return {};
    try {
      const { programId } = program;
      await platform.sendVisit({
        shopId: shop.shopId,
        kind: body.kind,
        channel: body.channel ?? 'direct',
        programId,
        at: now,
      });
    } catch (error) {
      // A full queue costs a count, never a page: visits are approximate, and nothing of value hangs on them.
      console.warn(JSON.stringify({ level: 'warn', message: 'A visit was not counted', cause: String(error) }));
    }
    return {};
  },
};

/** These two calls are identified by what KV knows, so it is at hand. */
function factsOf({ caller }: CallContext) {
  if (caller.kind !== 'page' || !caller.facts) {
    throw new Error('A call of the hot path came without the facts of its page');
  }
  return caller.facts;
}
