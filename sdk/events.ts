import type { FirstLoad, Guest } from './guest.ts';

/**
 * Makes an `on` over the document's events, until the signal aborts. The platform's own dispatch keeps a listener that throws
 * from the others and from us: its error goes where the page's uncaught errors go. The page chunk comes after `ready`: who asks
 * for that here hears it all the same.
 */
export function listenTo({ signal, referral }: Pick<FirstLoad, 'signal' | 'referral'>): Guest['on'] {
  return (name, listener) => {
    const type = `bothways:${name}`;
    // oxlint-disable-next-line typescript/no-unsafe-argument -- the detail of an event is what `emit` sent by its name
    const hear = ({ detail }: CustomEventInit) => listener(detail);
    document.addEventListener(type, hear, { signal });
    if (name === 'ready') queueMicrotask(() => hear({ detail: { referral: referral() } }));
    return () => document.removeEventListener(type, hear);
  };
}
