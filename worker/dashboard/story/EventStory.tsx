import type { EventView } from '../../../sdk/contract/owner.ts';
import { formatMoney } from '../format/numbers.ts';
import { Badge, type Tone } from '../ui/Badge.tsx';
import { Time } from '../ui/Time.tsx';
import { useLocale, useWords } from '../words/words.ts';
import { RewardList } from './RewardList.tsx';
import { TraceView } from './TraceView.tsx';

const TONE: Readonly<Record<NonNullable<EventView['outcome']>, Tone>> = {
  rewarded: 'good',
  refused: 'bad',
  applied: 'neutral',
};

/** An event's state in a word. */
export function EventBadge({ event }: { readonly event: Pick<EventView, 'outcome' | 'state'> }) {
  const { orders } = useWords();
  if (event.outcome !== null) return <Badge tone={TONE[event.outcome]}>{orders.outcomes[event.outcome]}</Badge>;
  return <Badge tone={event.state === 'dismissed' ? 'neutral' : 'wait'}>{orders.states[event.state]}</Badge>;
}

/** One order, refund or credit: when, how much, what it brought, and the whole reasoning. */
export function EventStory({ event }: { readonly event: EventView }) {
  const { orders } = useWords();
  const locale = useLocale();
  const { amount, remaining } = event;
  return (
    <article class="event">
      <header>
        <h3>
          {orders.kinds[event.kind]} <code>{event.externalId}</code>
        </h3>
        <EventBadge event={event} />
      </header>
      <p class="soft">
        {amount && <strong>{formatMoney(amount, locale)}</strong>} <Time at={event.occurredAt} /> ·{' '}
        {orders.verifiedBy[event.verifiedBy ?? 'page']}
        {amount && remaining && remaining.amountMinor !== amount.amountMinor && (
          <>
            {' '}
            · {orders.remaining}: {formatMoney(remaining, locale)}
          </>
        )}
      </p>
      {event.rewards.length > 0 && <RewardList rewards={event.rewards} />}
      {event.trace && <TraceView trace={event.trace} currency={amount?.currency ?? 'USD'} />}
    </article>
  );
}
