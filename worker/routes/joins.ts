import { linkTo } from '../domain/link.ts';
import { programOpening } from '../domain/opening.ts';
import { attemptHash } from '../storage/attempts.ts';
import { joinStatements } from '../storage/join-commit.ts';
import { findLinkByAttempt } from '../storage/links.ts';
import { personOfCustomer, personOfEmail } from '../storage/named-person.ts';
import type { NamedPerson, VouchedCustomer } from '../storage/named-person.ts';
import type { PersonData } from '../storage/people.ts';
import { anyReached, limitAddress } from '../storage/rate-limits.ts';
import { retake } from '../storage/retake.ts';
import { readStanding } from '../storage/standing.ts';
import { commitBatch } from '../storage/store.ts';
import { checkChallenge } from './challenge.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handler, Handlers } from './context.ts';
import { readIdentity } from './identity.ts';
import { noProgram } from './visits.ts';

type JoinBody = Parameters<Handler<'join'>>[0]['body'];

/** Who joins: whoever typed an address, or whom the shop vouches for. */
type Joiner =
  | { readonly by: 'email'; readonly email: string }
  | { readonly by: 'shop'; readonly customer: VouchedCustomer };

const CODE_LENGTH = 6;

export const joinHandlers: Pick<Handlers, 'join'> = {
  join: async ({ body }, context) => {
    const { platform, store, now } = context;
    const joiner = await readJoiner(body, context);
    if (joiner instanceof Refusal) return joiner;
    const attempt = await attemptOf(joiner, body, context);
    const limits = await limitAddress(store, platform, context.request.address, 'joins');
    let isChecked = joiner.by === 'shop';

    const outcome = await retake(platform, async () => {
      const [standing, earlier] = await Promise.all([readStanding(store), findLinkByAttempt(store, attempt)]);
      if (!standing) return noProgram();
      const { program, budget } = standing;
      const joined = (code: string) => ({
        outcome: 'joined' as const,
        code,
        link: linkTo(program.settings.landingUrl, code),
      });
      // A retry of a join that was made gets its answer, whatever has changed since.
      if (earlier) return joined(earlier.code);
      const opening = programOpening(program, budget, now);
      if (opening !== 'open') return { outcome: 'closed' as const, reason: opening };
      const refused = isChecked ? null : await checkChallenge(body.challenge, context);
      if (refused) return refused;
      isChecked = true;

      const { advocate, shownName } = await advocateOf(joiner, body, context);
      const code = platform.newCode(CODE_LENGTH);
      const statements = await joinStatements(store, platform, {
        code,
        attempt,
        program,
        advocate,
        shownName,
        limits,
        now,
      });
      const commit = await commitBatch(store, statements);
      if (commit.kind === 'committed') {
        platform.hurryOutbox(store.shopId);
        return joined(code);
      }
      return commit.guard === 'cap' && (await anyReached(limits)) ? tooMany() : 'stale';
    });
    return outcome ?? new Refusal('busy', 'Others were joining at the same moment; try again.');
  },
};

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

async function advocateOf(
  joiner: Joiner,
  body: JoinBody,
  { platform, store, now }: CallContext,
): Promise<{ readonly advocate: NamedPerson; readonly shownName: string | null }> {
  const vouchedName = joiner.by === 'shop' ? joiner.customer.firstName : null;
  const firstName = body.firstName ?? vouchedName;
  const shownName = body.showName ? firstName : null;
  const told: PersonData = {
    ...(firstName !== null && { firstName }),
    ...(shownName !== null && { nameShown: true }),
    ...(body.locale !== undefined && { locale: body.locale }),
  };
  const advocate =
    joiner.by === 'shop'
      ? await personOfCustomer(store, platform, joiner.customer, told, now)
      : await personOfEmail(store, platform, { ...told, email: joiner.email }, now);
  return { advocate, shownName };
}

/** The same for every limit that a visitor meets. */
export function tooMany(): Refusal {
  return new Refusal('rate_limited', 'This was asked too often from here; try again in an hour.');
}
