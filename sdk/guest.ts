/**
 * The seam between the first load (on every page, under 2 kB) and the page chunk (at idle). Types only: it costs no byte.
 *
 * The first load calls `startPage(firstLoad)` of the page chunk once, at idle or at the first call that needs it, and passes
 * `open()`, `close()`, `identify()`, `track()` and `convert()` on to the calls it gets back. The page chunk makes what it needs
 * with `createServices(firstLoad)` of `sdk/services.ts`, whose `guest` is the first load with all that was too dear for it.
 */
import type { Channel, Touch } from './contract/attribution.ts';
import type { Me } from './contract/visitor.ts';
import type { BothwaysError } from './errors.ts';
import type { Client } from './page-client.ts';

/**
 * Whether the browser may be written to. Only `granted` stores and reports. `required`: nobody has answered yet, so a code is kept
 * in memory and in the address. `denied`: what was stored is gone, and a link followed counts for its page view alone.
 */
export type ConsentState = 'granted' | 'required' | 'denied';

/** What is told to `on(name, …)` and, as `bothways:<name>` with the same `detail`, to the document. */
export interface BothwaysEvents {
  /** The page's address has been read, whatever came of it. */
  readonly ready: { readonly referral: Touch | null };
  /** A code was found after a later navigation inside the page. */
  readonly referred: Touch;
  readonly consent: ConsentState;
  readonly joined: { readonly code: string; readonly link: string };
  readonly claimed: { readonly code: string; readonly expiresAt: number };
  readonly shared: { readonly channel: Channel };
  readonly opened: { readonly view: PageView };
  readonly closed: { readonly view: PageView };
  /** A `BothwaysError`; where the page chunk could not be loaded, the browser's own error. */
  readonly error: Error & { readonly code?: BothwaysError['code'] };
}
export type EventName = keyof BothwaysEvents;

declare global {
  interface DocumentEventMap {
    'bothways:ready': CustomEvent<BothwaysEvents['ready']>;
    'bothways:referred': CustomEvent<BothwaysEvents['referred']>;
    'bothways:consent': CustomEvent<BothwaysEvents['consent']>;
    'bothways:joined': CustomEvent<BothwaysEvents['joined']>;
    'bothways:claimed': CustomEvent<BothwaysEvents['claimed']>;
    'bothways:shared': CustomEvent<BothwaysEvents['shared']>;
    'bothways:opened': CustomEvent<BothwaysEvents['opened']>;
    'bothways:closed': CustomEvent<BothwaysEvents['closed']>;
    'bothways:error': CustomEvent<BothwaysEvents['error']>;
  }
}

/** What the popup may be opened at; `auto` picks what fits the visitor. */
export type PageView = 'auto' | 'offer' | 'friend' | 'mine';

/** What a tag or an import says, its defaults filled in. A tag's attributes come as they stand, hence the loose types. */
export interface FirstLoadOptions {
  /** The publishable key, `pk_…`. */
  readonly shop: string;
  /** The Worker's address; calls go to `/v1/…` of its origin. */
  readonly api: string;
  /** The parameters that carry a code, in order of preference, with commas between. Default `via`. */
  readonly param?: string | undefined;
  readonly windowDays: number;
  /** Anything but `first` is `last`. */
  readonly model?: string | undefined;
  /** A {@link ConsentState}; any other word stores nothing. */
  readonly consent?: string | undefined;
  /** The site's wish; where it is absent, `<html lang>` and the browser's languages decide. */
  readonly locale?: string | undefined;
  /** An identity token signed by the shop's server, if the site gave one. */
  readonly identity?: string | undefined;
  /** True or a word: the cookie is for this host alone, instead of the broadest domain the browser allows. */
  readonly hostOnly?: unknown;
  /** `off` loads the page chunk only at the first call that needs it. */
  readonly widget?: string | undefined;
  /** True or a word: what was refused is explained in the console. */
  readonly debug?: unknown;
  /** Absent: the page's own. */
  readonly fetch?: typeof fetch | undefined;
}

/** What the first load hands to the page chunk. */
export interface FirstLoad extends FirstLoadOptions {
  /** Aborts at `destroy()`: hand it to every listener, request and timer. */
  readonly signal: AbortSignal;
  /** The touch that counts now, read afresh (another tab may have changed it): from the cookie, or from memory without consent. */
  readonly referral: () => Touch | null;
  /** A {@link ConsentState}, or an unknown word of the tag. */
  readonly consentState: () => string | undefined;
  /** Tells the document. */
  readonly emit: <N extends EventName>(name: N, detail: BothwaysEvents[N]) => unknown;
  /** Looks at the address again, after a navigation inside the page. */
  readonly capture: () => Touch | null;
}

/** The first load, completed by the page chunk. */
export interface Guest extends FirstLoad {
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** The token of a magic link that was just followed; already gone from the address bar. `me()` exchanges it. */
  readonly token: string | undefined;
  /** Listens until the returned function is called or the instance is destroyed. Who asks for `ready` late hears it all the same. */
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

/** What the first load asks of the page chunk; a tag asks by name. */
export type PageCalls = {
  readonly on: Guest['on'];
  readonly open: (view?: PageView) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Signs the visitor in by an identity token of the shop's server; `null` signs out. */
  readonly identify: (token: string | null) => Promise<void>;
  readonly track: (event: TrackedEvent) => Promise<void>;
  readonly convert: (order: OrderOfPage) => Promise<ConvertOutcome>;
  /** Writes the touch into an address, for a shop that goes on under another domain. */
  readonly link: (url: string) => Promise<string>;
};

/** The page chunk's one export that the first load calls. It must not throw; it may return before the settings have come. */
export interface PageModule {
  readonly startPage: (firstLoad: FirstLoad) => PageCalls;
}

/** What this browser remembers of its own visitor, under the one localStorage key `bothways_own`. */
export interface OwnRecord {
  /** The visitor's own link, after joining here. */
  readonly link?: { readonly code: string; readonly link: string } | undefined;
  /** The friend's code claimed here. */
  readonly claim?:
    | {
        readonly code: string;
        readonly give: string;
        readonly minimumOrder: string | null;
        readonly expiresAt: number;
      }
    | undefined;
  /** A session opened by a magic link; one opened by an identity token stays in memory. */
  readonly session?: { readonly session: string; readonly expiresAt: number } | undefined;
  /** Until when the popup does not open by itself. */
  readonly quietUntil?: number | undefined;
  /** When the banner was put away, and for which code. */
  readonly dismissed?: { readonly code: string; readonly at: number } | undefined;
  /** When an impression was last reported: one a visit. */
  readonly impressionAt?: number | undefined;
  /** The latest orders this browser has reported. */
  readonly orders?: readonly string[] | undefined;
}

export interface OwnStore {
  readonly read: () => OwnRecord;
  /** Merges into what is there now (another tab may have written); `undefined` removes a part. In memory only without consent. */
  readonly update: (change: OwnRecord) => void;
}

/** What `createServices(firstLoad)` of `sdk/services.ts` gives the page chunk. */
export interface Services extends Pick<PageCalls, 'identify' | 'track' | 'convert' | 'on' | 'link'> {
  readonly guest: Guest;
  readonly client: Client;
  readonly own: OwnStore;
  /** What belongs to the signed-in person, or null where nobody is; exchanges a magic link or identity token first. */
  readonly me: (locale?: string) => Promise<Me | null>;
  /** Whether a session, magic link or identity token is at hand, without asking the network. */
  readonly isSignedIn: () => boolean;
}
