import type { PageSettings } from '../sdk/contract/visitor.ts';

type Triggers = PageSettings['widget']['triggers'];

/**
 * Calls `fire` once, at the first of the moments the owner chose: so many seconds after the page was idle, so far down the
 * page, or when a mouse leaves the window by its top edge (exit intent, which only a mouse has).
 */
export function watchTriggers(triggers: Triggers, fire: () => void, signal: AbortSignal): void {
  const { afterSeconds, scrollPercent, exitIntent } = triggers;
  const fired = new AbortController();
  const until = { signal: AbortSignal.any([signal, fired.signal]), passive: true };
  const go = () => {
    fired.abort();
    fire();
  };
  if (afterSeconds !== null) {
    const timer = setTimeout(go, afterSeconds * 1_000);
    until.signal.addEventListener('abort', () => clearTimeout(timer));
  }
  if (scrollPercent !== null) {
    addEventListener('scroll', () => scrolledPercent() >= scrollPercent && go(), until);
  }
  if (exitIntent && matchMedia('(hover:hover) and (pointer:fine)').matches) {
    document.documentElement.addEventListener('mouseleave', (event) => event.clientY <= 0 && go(), until);
  }
}

/** How much of the page has been seen, its lower edge counting. */
function scrolledPercent(): number {
  return ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100;
}
