import { startBothways } from './bothways.ts';
import type { PageModule } from './guest.ts';
import type { BothwaysTag } from './options.ts';
import { quietly } from './quietly.ts';

type Tag = HTMLScriptElement & { readonly dataset: DOMStringMap & { readonly shop: string } };
/**
 * What a page calls by whatever name, with whatever input. A method's parameters are compared both ways, which makes the typed
 * calls fit; what does not fit at run time ends in `quietly`.
 */
type Verbs = { readonly [name: string]: { verb(...input: unknown[]): unknown }['verb'] };

// Known only while this very script runs. A tag manager may insert it without its attributes, so the tag is looked for.
const own = document.currentScript?.dataset;

quietly(() => {
  const tag = document.querySelector<Tag>('script[data-shop^=pk_]');
  if (tag && !window.bothways?.v) start(tag);
  // The second line of a thank-you page. It is the same script, which then finds the first at work.
  if (own?.['orderId']) window.bothways?.('convert', own);
});

function start({ src, dataset: data }: Tag): void {
  const api = new URL(src).origin;
  const ended = new AbortController();
  const core = startBothways(
    {
      // oxlint-disable-next-line typescript/no-misused-spread -- attributes are all it has
      ...data,
      api,
      windowDays: Number(data['window']) || 30,
    },
    ended.signal,
    (): Promise<PageModule> => import(/* @vite-ignore */ `${api}/${__BOTHWAYS_VERSION__}/${__BOTHWAYS_CHUNKS__.page}`),
  );
  const verbs: Verbs = { referral: core.referral, consent: core.consent, destroy: () => ended.abort() };
  const calls = window.bothways?.q ?? [];
  const bothways: BothwaysTag = (name, ...input) =>
    quietly(() =>
      verbs[name]
        ? verbs[name](...input)
        : core
            .load()
            .then((page: Verbs) => page[name]?.(...input))
            .catch(() => {}),
    );
  bothways.v = __BOTHWAYS_VERSION__;
  window.bothways = bothways;
  for (const call of calls) bothways(...call);
}
