import type { ReplyOf } from '../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../sdk/contract/endpoints.ts';
import { linkTo } from '../domain/link.ts';
import { programOpening } from '../domain/opening.ts';
import { attemptHash } from '../storage/attempts.ts';
import { joinStatements } from '../storage/join-commit.ts';
import { findLinkByAttempt } from '../storage/links.ts';
import { personOfCustomer, personOfEmail } from '../storage/named-person.ts';
import type { NamedPerson, VouchedCustomer } from '../storage/named-person.ts';
import type { PersonData } from '../storage/people.ts';
import { anyReached, limitAddress } from '../storage/rate-limits.ts';
import type { Limit } from '../storage/rate-limits.ts';
import { retake } from '../storage/retake.ts';
import { readStanding } from '../storage/standing.ts';
import { commitBatch } from '../storage/store.ts';
import { challengeOf, passes } from './challenge.ts';
import type { Challenge } from './challenge.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handler } from './context.ts';
import { readIdentity } from './identity.ts';
import { noProgram, tooMany } from './visitor-refusals.ts';

type JoinBody = Parameters<Handler<'join'>>[0]['body'];
type JoinReply = ReplyOf<Endpoints['join']>;

/** Who joins: whoever typed an address, or whom the shop vouches for. */
type Joiner =
  | { readonly by: 'email'; readonly email: string }
  | { readonly by: 'shop'; readonly customer: VouchedCustomer };

/** A join as it is tried, again and again where others are in the way. */
interface Joining {
  readonly joiner: Joiner;
  readonly told: PersonData;
  /** The first name that friends may see, where the advocate gave leave. */
  readonly shownName: string | null;
  readonly attempt: string;
  readonly limits: readonly Limit[];
  readonly challenge: Challenge;
}

const CODE_LENGTH = 6;

/** Makes an advocate of a visitor and gives a link, once an attempt; or says why nobody can join. */
export async function makeJoin(body: JoinBody, context: CallContext): Promise<JoinReply | Refusal> {
  const { platform, store, request } = context;
  const joiner = await readJoiner(body, context);
  if (joiner instanceof Refusal) return joiner;
  const joining: Joining = {
    joiner,
    ...namesOf(joiner, body),
    attempt: await attemptOf(joiner, body, context),
    limits: await limitAddress(store, platform, request.address, 'joins'),
    challenge: joiner.by === 'shop' ? passes : challengeOf(body.challenge, context),
  };
  const outcome = await retake(platform, () => tryJoin(joining, context));
  return outcome ?? new Refusal('busy', 'Others were joining at the same moment; try again.');
}

async function tryJoin(joining: Joining, context: CallContext): Promise<JoinReply | Refusal | 'stale'> {
  const { platform, store, now } = context;
  const { attempt, limits, shownName } = joining;
  const [standing, earlier] = await Promise.all([readStanding(store), findLinkByAttempt(store, attempt)]);
  if (!standing) return noProgram();
  const { program, budget } = standing;
  const joined = (code: string): JoinReply => ({
    outcome: 'joined',
    code,
    link: linkTo(program.settings.landingUrl, code),
  });
  // A retry of a join that was made gets its answer, whatever has changed since.
  if (earlier) return joined(earlier.code);
  const opening = programOpening(program, budget, now);
  if (opening !== 'open') return { outcome: 'closed', reason: opening };
  const refused = await joining.challenge();
  if (refused) return refused;

  const advocate = await advocateOf(joining, context);
  const made = { code: platform.newCode(CODE_LENGTH), attempt, program, advocate, shownName, limits, now };
  const commit = await commitBatch(store, await joinStatements(store, platform, made));
  if (commit.kind === 'committed') {
    platform.hurryOutbox(store.shopId);
    return joined(made.code);
  }
  return commit.guard === 'cap' && (await anyReached(limits)) ? tooMany() : 'stale';
}

async function readJoiner(body: JoinBody, context: CallContext): Promise<Joiner | Refusal> {
  if (body.identity !== undefined) {
    if (body.email !== undefined) {
      return new Refusal('invalid_field', 'Send an e-mail or an identity token, not both.', 'email');
    }
    const customer = await readIdentity(body.identity, context);
    return customer instanceof Refusal ? customer : { by: 'shop', customer };
  }
  if (body.email === undefined) {
    return new Refusal('missing_field', 'The field "email" is required where there is no identity token.', 'email');
  }
  return { by: 'email', email: body.email };
}

/**
 * A customer keeps one link on every device, so the shop's word for who they are is the attempt; the name they let friends
 * see, once they do, takes another. A typed address makes a fresh link each time.
 */
function attemptOf(joiner: Joiner, body: JoinBody, { store }: CallContext): Promise<string> {
  return joiner.by === 'shop'
    ? attemptHash(store, 'join', '', [joiner.customer.customerId, body.showName ? 'named' : null])
    : attemptHash(store, 'join', body.attempt, [joiner.email.toLowerCase()]);
}

function namesOf(joiner: Joiner, body: JoinBody): Pick<Joining, 'told' | 'shownName'> {
  const vouchedName = joiner.by === 'shop' ? joiner.customer.firstName : null;
  const firstName = body.firstName ?? vouchedName;
  const shownName = body.showName ? firstName : null;
  const told: PersonData = {
    ...(firstName !== null && { firstName }),
    ...(shownName !== null && { nameShown: true }),
    ...(body.locale !== undefined && { locale: body.locale }),
  };
  return { told, shownName };
}

function advocateOf({ joiner, told }: Joining, { platform, store, now }: CallContext): Promise<NamedPerson> {
  return joiner.by === 'shop'
    ? personOfCustomer(store, platform, joiner.customer, told, now)
    : personOfEmail(store, platform, { ...told, email: joiner.email }, now);
}
