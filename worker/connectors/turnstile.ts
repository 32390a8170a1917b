import * as v from 'valibot';
import type { CheckChallenge } from '../domain/challenge.ts';

const SITEVERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

/** A visitor waits for this answer. */
const TIMEOUT_MS = 5_000;

/** The action that a page may name when it shows the challenge; a token of another action was solved for something else. */
const ACTION = 'bothways';

/** What the outside world gives. */
export interface TurnstileWorld {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** A fresh UUID: by it Cloudflare knows a second try of the same question, because a token is good once. */
  readonly newUuid: () => string;
}

/** What Cloudflare answers; a page that names no action has an empty one. */
const answer = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string(), ''),
  action: v.optional(v.string(), ''),
  'error-codes': v.optional(v.array(v.string()), []),
});
type Answer = v.InferOutput<typeof answer>;

// These are about the owner's set-up or Cloudflare, not about the visitor: the log has to tell why nobody gets through.
const NOT_THE_VISITORS: ReadonlySet<string> = new Set([
  'missing-input-secret',
  'invalid-input-secret',
  'bad-request',
  'internal-error',
]);

/**
 * Checks the tokens of Cloudflare Turnstile. Asks twice at most, and fails closed: what Cloudflare did not say yes to within
 * that time is refused, or an outage would open what the owner closed. The visitor is asked to try again.
 *
 * @param url where to ask; only tests ask elsewhere.
 * @example turnstile(env.TURNSTILE_SECRET, { fetch, newUuid: () => crypto.randomUUID() })
 */
export function turnstile(secret: string, world: TurnstileWorld, url: string = SITEVERIFY_URL): CheckChallenge {
  return async (token, address, hosts) => {
    const question = {
      secret,
      response: token,
      ...(address === null ? {} : { remoteip: address }),
      idempotency_key: world.newUuid(),
    };
    const told = (await askOnce(url, question, world)) ?? (await askOnce(url, question, world));
    if (told === null) {
      complain('Turnstile did not answer');
      return false;
    }
    const ours = told['error-codes'].filter((code) => NOT_THE_VISITORS.has(code));
    if (ours.length > 0) complain(`Turnstile answered ${ours.join(', ')}`);
    return told.success && hosts.includes(told.hostname) && ['', ACTION].includes(told.action);
  };
}

/** One try; null where it came to no answer and another one may. */
async function askOnce(
  url: string,
  question: Readonly<Record<string, string>>,
  world: TurnstileWorld,
): Promise<Answer | null> {
  try {
    const response = await world.fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    // A wrong secret or token is a 4xx with the same body; what is not that body is no answer.
    const told = v.safeParse(answer, await response.json());
    return told.success && !told.output['error-codes'].includes('internal-error') ? told.output : null;
  } catch {
    return null;
  }
}

function complain(message: string): void {
  console.error(JSON.stringify({ level: 'error', connector: 'turnstile', message }));
}
