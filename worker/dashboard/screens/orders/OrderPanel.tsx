import type { EventView } from '../../../../sdk/contract/owner.ts';
import type { RuleStep } from '../../../../sdk/contract/trace.ts';
import { EventStory } from '../../story/EventStory.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useWords } from '../../words/words.ts';
import { OrderActions } from './OrderActions.tsx';

interface OrderPanelProps {
  readonly order: EventView;
  readonly onApprove: (order: EventView) => void;
  readonly onDismiss: (order: EventView) => void;
  readonly onClose: () => void;
}

/** One order with its reasoning; where it waits for the owner, what would follow from a yes. */
export function OrderPanel({ order, onApprove, onDismiss, onClose }: OrderPanelProps) {
  const { orders } = useWords();
  return (
    <Panel title={`${orders.kinds[order.kind]} ${order.externalId}`} onClose={onClose}>
      {order.state === 'unverified' && <WouldBe order={order} />}
      <OrderActions order={order} onApprove={onApprove} onDismiss={onDismiss} />
      <EventStory event={order} />
      {order.referralId !== null && (
        <p>
          <a href={`/dashboard/referrals?open=${order.referralId}`}>{orders.referral}</a>
        </p>
      )}
    </Panel>
  );
}

/** The decision that approving would bring: every rule but the one that someone vouches, which the owner does by approving. */
function WouldBe({ order }: { readonly order: EventView }) {
  const { orders, trace } = useWords();
  // An owner who approves vouches for the order, and for a first order where nothing tells who the friend is.
  const isVouched = ({ rule, seen }: RuleStep) => rule === 'verified' || (rule === 'first_order' && seen === null);
  const asked = order.trace?.rules.filter((step) => !isVouched(step));
  const failed = asked?.find(({ passed }) => !passed);
  const isFirstVouched = order.trace?.rules.some(
    ({ rule, passed, seen }) => rule === 'first_order' && !passed && seen === null,
  );
  const isGood = asked !== undefined && !failed;
  return (
    <section class={`would-be ${isGood ? 'good' : 'wait'}`}>
      <Icon name={isGood ? 'check' : 'alert'} />
      <div>
        <h3>{orders.wouldBe}</h3>
        <p>
          {!asked ? orders.unknownDecision : failed ? orders.wouldRefuse(trace.rules[failed.rule]) : orders.wouldReward}
        </p>
        {isGood && isFirstVouched && <p>{orders.vouchFirst}.</p>}
        <p class="soft">{orders.unverifiedLine}</p>
      </div>
    </section>
  );
}
