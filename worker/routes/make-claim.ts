import { CHANNELS, parseTouch } from '../../sdk/contract/attribution.ts';
import type { ReplyOf } from '../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../sdk/contract/endpoints.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { decideClaim } from '../domain/decide-claim.ts';
import { DEFAULT_LOCALE, friendTerms } from '../domain/visitor-texts.ts';
import { attemptHash } from '../storage/attempts.ts';
import { claimStatements } from '../storage/claim-commit.ts';
import { readClaim } from '../storage/claim-situation.ts';
import type { ClaimAsk } from '../storage/claim-situation.ts';
import type { Claim } from '../storage/claims.ts';
import { readProgramVersion } from '../storage/programs.ts';
import { anyReached, limitAddress } from '../storage/rate-limits.ts';
import type { Limit } from '../storage/rate-limits.ts';
import { retake } from '../storage/retake.ts';
import { commitBatch } from '../storage/store.ts';
import { challengeOf } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handler } from './context.ts';
import { noProgram, tooMany } from './visitor-refusals.ts';

type ClaimBody = Parameters<Handler<'claim'>>[0]['body'];
type ClaimReply = ReplyOf<Endpoints['claim']>;

const CODE_LENGTH = 8;

/** A claim as it is tried, again and again where others are in the way. */
interface Claiming {
  readonly ask: ClaimAsk;
  readonly locale: string;
  readonly limits: readonly Limit[];
  readonly challenge: Challenge;
}

/** Reserves the offer for a friend and gives a code for it, once an attempt; or says why it is closed. */
export async function makeClaim(body: ClaimBody, context: CallContext): Promise<ClaimReply | Refusal> {
  const { platform, store, request } = context;
  const claiming: Claiming = {
    ask: await askOf(body, context),
    locale: body.locale ?? DEFAULT_LOCALE,
    limits: await limitAddress(store, platform, request.address, 'claims'),
    challenge: challengeOf(body.challenge, context),
  };
  const outcome = await retake(platform, () => tryClaim(claiming, context));
  return outcome ?? new Refusal('busy', 'Others were claiming at the same moment; try again.');
}

async function tryClaim(claiming: Claiming, context: CallContext): Promise<ClaimReply | Refusal | 'stale'> {
  const { platform, store, now } = context;
  const { ask, limits } = claiming;
  const reading = await readClaim(store, platform, ask, now);
  if (reading.kind === 'no_program') return noProgram();
  if (reading.kind === 'made') return earlierReply(reading.claim, claiming, context);
  const { situation } = reading;
  const { settings } = situation.program;
  const decision = decideClaim(situation.facts, now);
  if (decision.kind === 'closed') return { outcome: 'closed', reason: decision.reason };
  const refused = needsEmail(settings, ask) ?? (await claiming.challenge());
  if (refused) return refused;

  const { bond, expiresAt } = decision;
  const made = { code: platform.newCode(CODE_LENGTH), attempt: ask.attempt, situation, bond, expiresAt, limits, now };
  const commit = await commitBatch(store, claimStatements(store, platform, made));
  if (commit.kind === 'committed') {
    platform.hurryOutbox(store.shopId);
    return claimedReply(made, settings, claiming);
  }
  // Two kinds of cap guard a claim; where it was the budget's, the next look at it finds it exhausted.
  return commit.guard === 'cap' && (await anyReached(limits)) ? tooMany() : 'stale';
}

async function askOf(body: ClaimBody, { store, caller }: CallContext): Promise<ClaimAsk> {
  const touch = parseTouch(body.touch);
  const letter = touch?.code === body.code ? touch.channel : undefined;
  const email = body.email ?? null;
  return {
    code: body.code,
    channel: letter === undefined ? null : CHANNELS[letter],
    email,
    locale: body.locale ?? null,
    provenId: caller.kind === 'page' ? caller.personId : null,
    attempt: await attemptHash(store, 'claim', body.attempt, [body.code, email && email.toLowerCase()]),
  };
}

function needsEmail(settings: ProgramSettings, ask: ClaimAsk): Refusal | null {
  if (!settings.claimNeedsEmail || ask.email !== null || ask.provenId !== null) return null;
  return new Refusal('missing_field', 'The field "email" is required by this program.', 'email');
}

/** A retry gets the code of the first try, in the words of the terms it was made under. */
async function earlierReply(claim: Claim, claiming: Claiming, { store }: CallContext): Promise<ClaimReply> {
  const settings = await readProgramVersion(store, claim.programId, claim.programVersion);
  if (!settings) throw new Error(`Claim ${claim.code} names version ${claim.programVersion}, which is not there`);
  return claimedReply(claim, settings, claiming);
}

function claimedReply(
  claim: Pick<Claim, 'code' | 'expiresAt'>,
  settings: ProgramSettings,
  { locale }: Claiming,
): ClaimReply {
  return { outcome: 'claimed', code: claim.code, ...friendTerms(settings, locale), expiresAt: claim.expiresAt };
}
