import type { BothwaysEvents, EventName, FirstLoad, Guest } from './guest.ts';

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

/**
 * Makes an `on` over the document's events, until the signal aborts. The platform's own dispatch keeps a listener that throws
 * from the others and from us: its error goes where the page's uncaught errors go.
 *
 * @param isReady whether `ready` is over; whoever asks for it then hears it all the same.
 */
export function listenTo(
  { signal, referral }: Pick<FirstLoad, 'signal' | 'referral'>,
  isReady: () => boolean,
): Guest['on'] {
  return (name, listener) => {
    const type = `bothways:${name}`;
    const own = new AbortController();
    const hear = (event: Event) => {
      if (isNamed(event, name) && !own.signal.aborted && !signal.aborted) listener(event.detail);
    };
    document.addEventListener(type, hear, { signal });
    if (name === 'ready' && isReady()) {
      const detail = { referral: referral() };
      queueMicrotask(() => hear(new CustomEvent(type, { detail })));
    }
    return () => {
      own.abort();
      document.removeEventListener(type, hear);
    };
  };
}

function isNamed<N extends EventName>(event: Event, name: N): event is CustomEvent<BothwaysEvents[N]> {
  return event.type === `bothways:${name}`;
}
