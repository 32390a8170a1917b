import type { CheckChallenge } from '../domain/challenge.ts';
import type { IdPrefix } from '../domain/ids.ts';
import type { SendMail } from '../domain/mail.ts';
import type { Shop } from './shops.ts';
import type { Store } from './store.ts';
import type { Vault } from './vault.ts';

/** What the outside world gives the Worker, handed in by worker/index.ts so that nothing else reads env or the clock. */
export interface Platform {
  /** The D1 that says which shop is meant and where it lives. */
  readonly directory: D1Database;
  readonly kv: KVNamespace;
  readonly vault: Vault;
  /** Opens a shop's data on its shard. */
  readonly openStore: (shop: Pick<Shop, 'shopId' | 'shard'>) => Store;
  /** Real time, Unix milliseconds; a shop's own time is in the `now` that a handler or job is given. */
  readonly realNow: () => number;
  readonly newId: (prefix: IdPrefix) => string;
  /** A code that people type, such as an advocate's (6) or a friend's (8). */
  readonly newCode: (length: number) => string;
  readonly sendVisit: (visit: VisitMessage) => Promise<void>;
  /** Hurries the outbox of a shop, at once or later; losing the nudge loses nothing, because the cron drains it too. */
  readonly hurryOutbox: (shopId: string, delaySeconds?: number) => void;
  /** Goes on with what the caller need not wait for; a failure is nobody's loss and is not reported. */
  readonly inBackground: (work: Promise<unknown>) => void;
  /** Waits a random moment that grows with each attempt, so that those who collided do not meet again. */
  readonly backOff: (attempt: number) => Promise<void>;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Calls another company's server; webhooks go out through it. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Sends a mail of a live shop; null where the owner has set up no way to. */
  readonly sendMail: SendMail | null;
  /** Checks a Turnstile token where the owner has set that up; null where not. */
  readonly checkChallenge: CheckChallenge | null;
  /** What a page shows the challenge with; null where the owner has set none up. Public. */
  readonly challengeSiteKey: string | null;
  /** Reads a file of dist/public by its exact path; the caller's headers tell which copy it has. */
  readonly readAsset: (path: string, headers?: Headers) => Promise<Response>;
  readonly publicUrl: string;
  readonly demo: boolean;
}

/** One visit, impression or share on its way to the rollups. */
export interface VisitMessage {
  readonly shopId: string;
  readonly kind: 'visit' | 'impression' | 'share';
  readonly channel: string;
  readonly programId: string;
  readonly at: number;
}
