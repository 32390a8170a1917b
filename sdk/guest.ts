/**
 * The seam between the first load (on every page, under 2 kB) and the page chunk (at idle). Types only: it costs no byte.
 *
 * The first load calls `startPage(guest)` of the page chunk once, at idle or at the first call that needs it, and passes
 * `open()`, `close()`, `identify()`, `track()` and `convert()` on to the `Page` it gets back. The page chunk builds what it needs
 * with `createServices(guest)` of `sdk/services.ts`, and removes everything it made when `guest.signal` aborts.
 */
import type { Channel, Touch } from './contract/attribution.ts';
import type { Me } from './contract/visitor.ts';
import type { BothwaysError } from './errors.ts';
import type { Client } from './client.ts';

/** Whether the browser may be written to. Only `granted` stores or reports; `pending` keeps the code in memory and in the address. */
export type ConsentState = 'granted' | 'pending' | 'denied';

/** What is told to `on(name, …)` and, as `bothways:<name>` with the same `detail`, to the document. */
export interface BothwaysEvents {
  /** The first load has done its work, whatever came of it. */
  readonly ready: { readonly referral: Touch | null };
  /** A visitor arrived over an advocate's link on this page; also on a later navigation inside the page. */
  readonly referred: Touch;
  readonly consent: ConsentState;
  readonly joined: { readonly code: string; readonly link: string };
  readonly claimed: { readonly code: string; readonly expiresAt: number };
  readonly shared: { readonly channel: Channel };
  readonly opened: { readonly view: PageView };
  readonly closed: { readonly view: PageView };
  readonly error: BothwaysError;
}
export type EventName = keyof BothwaysEvents;

/** What the popup may be opened at; `auto` picks what fits the visitor. */
export type PageView = 'auto' | 'offer' | 'friend' | 'mine';

/** What the first load hands to the page chunk. */
export interface Guest {
  /** The publishable key, `pk_…`. */
  readonly shop: string;
  /** The Worker's address, ending in a slash: calls go to `api + 'v1/…'`. */
  readonly api: string;
  /** The site's wish; where it is absent, `<html lang>` and the browser's languages decide. */
  readonly locale: string | undefined;
  /** An identity token signed by the shop's server, if the site gave one. */
  readonly identity: string | undefined;
  /** The token of a magic link that was just followed; already gone from the address bar. Exchange it once. */
  readonly token: string | undefined;
  /** Whether the site asked for explanations in the console. */
  readonly debug: boolean;
  /** Aborts at `destroy()`: hand it to every listener, request and timer. */
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** The touch that counts now, read afresh from the cookie (another tab may have changed it), or from memory without consent. */
  readonly referral: () => Touch | null;
  readonly consentState: () => ConsentState;
  readonly emit: <N extends EventName>(name: N, detail: BothwaysEvents[N]) => void;
  /** Listens until the returned function is called or the instance is destroyed. */
  readonly on: <N extends EventName>(name: N, listener: (detail: BothwaysEvents[N]) => void) => () => void;
}

export interface OrderOfPage {
  readonly orderId: string;
  /** Whole minor units (cents); give this or `amount`. */
  readonly amountMinor?: number;
  /** Major units as shops print them, such as `49.90`; converted exactly, refused where ambiguous. */
  readonly amount?: string;
  /** ISO 4217, such as `USD`. */
  readonly currency: string;
}
/** `unattributed`: no touch and no code is known, so nothing was sent. `known`: reported before. */
export type ConvertOutcome = 'recorded' | 'known' | 'unattributed';

export interface TrackedEvent {
  readonly kind: 'impression' | 'share';
  /** The code shared; the visitor's own by default. */
  readonly code?: string;
  readonly channel?: Channel;
}

/** What the first load asks of the page chunk. */
export interface PageCalls {
  readonly open: (view?: PageView) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Signs the visitor in by an identity token of the shop's server; `null` signs out. */
  readonly identify: (token: string | null) => Promise<void>;
  readonly track: (event: TrackedEvent) => Promise<void>;
  readonly convert: (order: OrderOfPage) => Promise<ConvertOutcome>;
}

/** The page chunk's one export that the first load calls. It must not throw; it may return before the settings have come. */
export interface PageModule {
  readonly startPage: (guest: Guest) => PageCalls;
}

/** What this browser remembers of its own visitor, under the one localStorage key `bothways_own`. */
export interface OwnRecord {
  /** The visitor's own link, after joining here. */
  readonly link?: { readonly code: string; readonly link: string };
  /** The friend's code claimed here. */
  readonly claim?: {
    readonly code: string;
    readonly give: string;
    readonly minimumOrder: string | null;
    readonly expiresAt: number;
  };
  /** A session opened by a magic link; one opened by an identity token stays in memory. */
  readonly session?: { readonly session: string; readonly expiresAt: number };
  /** Until when the popup does not open by itself. */
  readonly quietUntil?: number;
  /** When the banner was put away, and for which code. */
  readonly dismissed?: { readonly code: string; readonly at: number };
  /** When an impression was last reported: one a visit. */
  readonly impressionAt?: number;
  /** The latest orders this browser has reported. */
  readonly orders?: readonly string[];
}

export interface OwnStore {
  readonly read: () => OwnRecord;
  /** Merges into what is there now (another tab may have written); `undefined` removes a part. In memory only without consent. */
  readonly update: (change: { readonly [K in keyof OwnRecord]?: OwnRecord[K] | undefined }) => void;
}

/** What `createServices(guest)` of `sdk/services.ts` gives the page chunk. */
export interface Services {
  readonly client: Client;
  readonly own: OwnStore;
  /** What belongs to the signed-in person, or null where nobody is; exchanges a magic link or identity token first. */
  readonly me: (locale?: string) => Promise<Me | null>;
  /** Whether a session, magic link or identity token is at hand, without asking the network. */
  readonly isSignedIn: () => boolean;
  readonly identify: PageCalls['identify'];
  readonly track: PageCalls['track'];
  readonly convert: PageCalls['convert'];
}
