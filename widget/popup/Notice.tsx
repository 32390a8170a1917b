import { sentences } from '../words.ts';
import { Heading } from './Heading.tsx';
import { OfferTicket } from './Ticket.tsx';
import type { View } from './view.ts';

interface NoticeProps {
  readonly view: View;
  /** What happened and what to do next; the first sentence is set as the heading. */
  readonly text: string;
  readonly isGood?: boolean;
  readonly action: string;
  readonly onAct: () => void;
}

/** A sentence and a next step: what a visitor sees where the way ends for now. */
export function Notice({ view, text, isGood, action, onAct }: NoticeProps) {
  const [title, rest] = sentences(text);
  return (
    <section>
      <OfferTicket view={view} look={isGood ? 'torn' : 'ghost'} />
      <Heading>{title}</Heading>
      <p>{rest}</p>
      <div class="end">
        <button type="button" class="main" part="button" onClick={onAct}>
          {action}
        </button>
      </div>
    </section>
  );
}
