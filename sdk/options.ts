import type { AttributionPolicy, Touch } from './contract/attribution.ts';
import type { BothwaysEvents, ConsentState, PageCalls } from './guest.ts';

export interface BothwaysOptions {
  /** The publishable key of the shop, `pk_live_…` or `pk_test_…`. */
  readonly shop: string;
  /** The Worker's address, `https://refer.example.com`. Default: the page's own origin, for a Worker on the site's own zone. */
  readonly api?: string | undefined;
  /** The parameter that carries a code, or several with commas between, in order of preference: `via,ref`. Default `via`. */
  readonly param?: string | undefined;
  /** How long a touch counts, in days. Default 30. Safari and Brave forget a script's cookie 7 days after it was written. */
  readonly windowDays?: number | undefined;
  /** Which of two touches stands. Default `last`. */
  readonly model?: AttributionPolicy['model'] | undefined;
  /**
   * `required` stores and reports nothing before `consent('granted')`. Default: granted, unless the browser sends Global Privacy
   * Control; `granted` holds against that too.
   */
  readonly consent?: 'granted' | 'required' | undefined;
  /** A language tag such as `de`. Default: `<html lang>`, then the browser's languages. */
  readonly locale?: string | undefined;
  /** An identity token that the shop's server signed for the customer signed in. */
  readonly identity?: string | undefined;
  /** Sets the cookie for this host alone. Default false: for the broadest domain allowed, so that subdomains share it. */
  readonly hostOnly?: boolean | undefined;
  /** `off` loads the widget only at the first call that needs it. Default `idle`: launcher, banner and triggers at idle. */
  readonly widget?: 'idle' | 'off' | undefined;
  /** Says in the console what was refused and why. Default false. */
  readonly debug?: boolean | undefined;
  /** Default: the page's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * A running instance. Its promises reject only with a `BothwaysError`, which `on('error', …)` hears too; one that nobody looks at
 * leaves nothing in the console.
 */
export interface Bothways extends Readonly<PageCalls> {
  /** Settles once the page's address has been read, whatever came of it; never rejects. */
  readonly ready: Promise<BothwaysEvents['ready']>;
  /** The touch that counts now, or null. */
  readonly referral: () => Touch | null;
  /** Says what the visitor decided, so only in a browser: `granted` stores what was waiting, `denied` deletes what was stored. */
  readonly consent: (state: ConsentState) => void;
  /** Ends it: no node, listener or timer is left, nothing is written or sent any more. What was stored stays. */
  readonly destroy: () => void;
}

/** `window.bothways`: the stub of `stub.ts` until the tag's script runs, then what makes the calls. It never throws. */
export interface BothwaysTag {
  (name: string, ...input: unknown[]): unknown;
  /** The calls that the stub kept. */
  q?: Iterable<[name: string, ...input: unknown[]]>;
  /** The version that runs; absent while none does. */
  v?: string;
}

declare global {
  interface Window {
    bothways?: BothwaysTag;
  }
}
