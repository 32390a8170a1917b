import type { RewardView } from '../../../sdk/contract/orders.ts';
import { formatQuantity } from '../format/numbers.ts';
import { Badge, type Tone } from '../ui/Badge.tsx';
import { Time } from '../ui/Time.tsx';
import { useLocale, useWords } from '../words/words.ts';

export const REWARD_TONE: Readonly<Record<RewardView['state'], Tone>> = {
  review: 'wait',
  held: 'neutral',
  available: 'good',
  fulfilled: 'good',
  refused: 'bad',
  reversed: 'bad',
};

/** What an event brought to both sides. */
export function RewardList({ rewards }: { readonly rewards: readonly RewardView[] }) {
  const { rewards: words } = useWords();
  const locale = useLocale();
  return (
    <ul class="reward-list">
      {rewards.map((reward) => (
        <li key={reward.id}>
          <span>{words.sides[reward.side]}</span>
          <strong>{formatQuantity(reward.quantity, reward.unit, locale)}</strong>
          <Badge tone={REWARD_TONE[reward.state]}>{words.states[reward.state]}</Badge>
          <span class="soft">
            {reward.state === 'held' && reward.availableAt !== null && <Time at={reward.availableAt} />}
            {reward.reversedQuantity > 0 &&
              words.reversedPart(formatQuantity(reward.reversedQuantity, reward.unit, locale))}
          </span>
        </li>
      ))}
    </ul>
  );
}
