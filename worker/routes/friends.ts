import { CHANNELS, parseTouch } from '../../sdk/contract/attribution.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { decideClaim } from '../domain/decide-claim.ts';
import { programOpening } from '../domain/opening.ts';
import { DEFAULT_LOCALE, friendTerms } from '../domain/visitor-texts.ts';
import { attemptHash } from '../storage/attempts.ts';
import { claimStatements } from '../storage/claim-commit.ts';
import { readClaimSituation } from '../storage/claim-situation.ts';
import type { ClaimAsk, ClaimSituation } from '../storage/claim-situation.ts';
import { findClaimByAttempt } from '../storage/claims.ts';
import type { Claim } from '../storage/claims.ts';
import { readOfferFacts } from '../storage/offer.ts';
import { readProgramVersion } from '../storage/programs.ts';
import { anyReached, limitAddress } from '../storage/rate-limits.ts';
import { retake } from '../storage/retake.ts';
import { commitBatch } from '../storage/store.ts';
import { checkChallenge } from './challenge.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handler, Handlers } from './context.ts';
import { tooMany } from './joins.ts';
import { noProgram } from './visits.ts';

type ClaimBody = Parameters<Handler<'claim'>>[0]['body'];

const CODE_LENGTH = 8;

export const friendHandlers: Pick<Handlers, 'offer' | 'claim'> = {
  offer: async ({ query }, { store, now }) => {
    const facts = await readOfferFacts(store, query.code);
    if (!facts) return noProgram();
    const { program, budget, advocate } = facts;
    const opening = programOpening(program, budget, now);
    if (opening !== 'open' && opening !== 'exhausted') return { outcome: 'closed', reason: opening };
    if (!advocate?.active) return { outcome: 'closed', reason: 'unknown' };
    if (opening === 'exhausted') return { outcome: 'closed', reason: opening };
    const { settings } = program;
    const terms = friendTerms(settings, query.locale ?? DEFAULT_LOCALE);
    return { outcome: 'open', advocateName: advocate.name, ...terms, claimDays: settings.claimDays };
  },

  claim: async ({ body }, context) => {
    const { platform, store, now } = context;
    const ask = askOf(body, context);
    const attempt = await attemptHash(store, 'claim', body.attempt, [ask.code, ask.email?.toLowerCase() ?? null]);
    const limits = await limitAddress(store, platform, context.request.address, 'claims');
    let isChecked = false;

    const outcome = await retake(platform, async () => {
      const earlier = await findClaimByAttempt(store, attempt);
      if (earlier) return earlierReply(earlier, body, context);
      const situation = await readClaimSituation(store, platform, ask, now);
      if (!situation) return noProgram();
      const decision = decideClaim(situation.facts, now);
      if (decision.kind === 'closed') return { outcome: 'closed' as const, reason: decision.reason };
      const refused = needsEmail(situation, ask) ?? (isChecked ? null : await checkChallenge(body.challenge, context));
      if (refused) return refused;
      isChecked = true;

      const { bond, expiresAt } = decision;
      const code = platform.newCode(CODE_LENGTH);
      const commit = await commitBatch(
        store,
        claimStatements(store, platform, { code, attempt, situation, bond, expiresAt, limits, now }),
      );
      if (commit.kind === 'committed') {
        platform.hurryOutbox(store.shopId);
        return claimedReply({ code, expiresAt }, situation.program.settings, body);
      }
      // Two kinds of cap guard a claim; where it was the budget's, the next look at it finds it exhausted.
      return commit.guard === 'cap' && (await anyReached(limits)) ? tooMany() : 'stale';
    });
    return outcome ?? new Refusal('busy', 'Others were claiming at the same moment; try again.');
  },
};

function askOf(body: ClaimBody, { caller }: CallContext): ClaimAsk {
  const touch = parseTouch(body.touch);
  const letter = touch?.code === body.code ? touch.channel : undefined;
  return {
    code: body.code,
    channel: letter === undefined ? null : CHANNELS[letter],
    email: body.email ?? null,
    locale: body.locale ?? null,
    provenId: caller.kind === 'page' ? caller.personId : null,
  };
}

function needsEmail({ program }: ClaimSituation, ask: ClaimAsk): Refusal | null {
  if (!program.settings.claimNeedsEmail || ask.email !== null || ask.provenId !== null) return null;
  return new Refusal('missing_field', 'The field "email" is required by this program.', 'email');
}

/** A retry gets the code of the first try, in the words of the terms it was made under. */
async function earlierReply(claim: Claim, body: ClaimBody, { store }: CallContext) {
  const settings = await readProgramVersion(store, claim.programId, claim.programVersion);
  if (!settings) throw new Error(`Claim ${claim.code} names version ${claim.programVersion}, which is not there`);
  return claimedReply(claim, settings, body);
}

function claimedReply(claim: Pick<Claim, 'code' | 'expiresAt'>, settings: ProgramSettings, body: ClaimBody) {
  const terms = friendTerms(settings, body.locale ?? DEFAULT_LOCALE);
  return { outcome: 'claimed' as const, code: claim.code, ...terms, expiresAt: claim.expiresAt };
}
