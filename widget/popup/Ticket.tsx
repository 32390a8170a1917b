import type { View } from './view.ts';

type Look = 'big' | 'torn' | 'ghost' | '';

export interface Stub {
  readonly label: string;
  readonly amount: string;
}

/** The offer as a thing: two stubs of one ticket. Once the link is made, they are torn apart; one is the friend's. */
export function Ticket({ stubs, look }: { readonly stubs: readonly [Stub, Stub]; readonly look: Look }) {
  return (
    <div class={`ticket ${look}`} part="ticket">
      {stubs.map(({ label, amount }) => (
        <div class="stub" key={label}>
          <span>{label}</span>
          <b>{amount}</b>
        </div>
      ))}
    </div>
  );
}

/** The program's own ticket. */
export function OfferTicket({ view: { say, options }, look }: { readonly view: View; readonly look: Look }) {
  return (
    <Ticket
      look={look}
      stubs={[
        { label: say('give'), amount: options.settings.give },
        { label: say('get'), amount: options.settings.get },
      ]}
    />
  );
}
