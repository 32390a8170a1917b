import type { RewardRow } from '../../../../sdk/contract/owner.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { nameOf } from '../../story/people.ts';
import { REWARD_TONE } from '../../story/RewardList.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Time } from '../../ui/Time.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { RewardActions } from './RewardActions.tsx';

interface RewardPanelProps {
  readonly reward: RewardRow;
  readonly onApprove: (reward: RewardRow) => void;
  readonly onRefuse: (reward: RewardRow) => void;
  readonly onClose: () => void;
}

/** One reward: how much, for whom, when, and what its state means. */
export function RewardPanel({ reward, onApprove, onRefuse, onClose }: RewardPanelProps) {
  const words = useWords();
  const locale = useLocale();
  const { rewards } = words;
  return (
    <Panel title={formatQuantity(reward.quantity, reward.unit, locale)} onClose={onClose}>
      <p>
        <Badge tone={REWARD_TONE[reward.state]}>{rewards.states[reward.state]}</Badge>{' '}
        <span class="soft">{rewards.meaning[reward.state]}</span>
      </p>
      <dl class="facts">
        <dt>{rewards.person}</dt>
        <dd>
          <a href={`/dashboard/referrals?advocate=${reward.person.id}&person=${reward.person.id}`}>
            {nameOf(reward.person, words)}
          </a>
        </dd>
        <dt>{rewards.side}</dt>
        <dd>{rewards.sides[reward.side]}</dd>
        <dt>{rewards.created}</dt>
        <dd>
          <Time at={reward.createdAt} />
        </dd>
        {reward.availableAt !== null && (
          <>
            <dt>{rewards.available}</dt>
            <dd>
              <Time at={reward.availableAt} />
            </dd>
          </>
        )}
        {reward.orderId !== null && (
          <>
            <dt>{rewards.order}</dt>
            <dd>
              <code>{reward.orderId}</code>
            </dd>
          </>
        )}
        {reward.reversedQuantity > 0 && (
          <>
            <dt>{rewards.states.reversed}</dt>
            <dd>{rewards.reversedPart(formatQuantity(reward.reversedQuantity, reward.unit, locale))}</dd>
          </>
        )}
        {reward.reason !== null && (
          <>
            <dt>{rewards.reason}</dt>
            <dd>{reward.reason}</dd>
          </>
        )}
      </dl>
      <RewardActions reward={reward} onApprove={onApprove} onRefuse={onRefuse} />
    </Panel>
  );
}
