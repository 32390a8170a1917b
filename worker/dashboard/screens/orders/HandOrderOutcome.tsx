import type { OrderReply } from '../../../../sdk/contract/orders.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { TraceView } from '../../story/TraceView.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { useLocale, useWords } from '../../words/words.ts';

interface HandOrderOutcomeProps {
  readonly reply: OrderReply;
  readonly currency: string;
  readonly onAnother: () => void;
  readonly onClose: () => void;
}

/** What the rules made of an order entered by hand. */
export function HandOrderOutcome({ reply, currency, onAnother, onClose }: HandOrderOutcomeProps) {
  const { orderForms: words, rewards, trace } = useWords();
  const locale = useLocale();
  const isRewarded = reply.outcome === 'rewarded';
  const failed = reply.trace.rules.find(({ passed }) => !passed);
  return (
    <div class="outcome" aria-live="polite">
      <p>
        <Badge tone={isRewarded ? 'good' : 'bad'}>{isRewarded ? words.rewarded : words.refused}</Badge>{' '}
        {!isRewarded && failed && words.refusedWhy(trace.rules[failed.rule])}
      </p>
      {reply.duplicate && <p class="warning">{words.duplicate}</p>}
      <ul class="plain-list">
        {reply.rewards.map((reward) => (
          <li key={reward.id}>
            {words.rewardOf(rewards.sides[reward.side], formatQuantity(reward.quantity, reward.unit, locale))}
          </li>
        ))}
      </ul>
      <details>
        <summary>{trace.title}</summary>
        <TraceView trace={reply.trace} currency={currency} />
      </details>
      <div class="form-actions">
        <Button look="main" onClick={onClose}>
          {words.done}
        </Button>
        <Button onClick={onAnother}>{words.another}</Button>
      </div>
    </div>
  );
}
