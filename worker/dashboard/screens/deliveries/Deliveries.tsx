import type { JSX } from 'preact';
import type { DeliveryRow } from '../../../../sdk/contract/owner.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { useListView } from '../../state/list-view.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { List } from '../../ui/List.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { StateChips } from '../../ui/StateChips.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import { WebhookEndpoints } from './WebhookEndpoints.tsx';

const STATES = ['dead', 'unknown', 'due', 'sent'] as const satisfies readonly DeliveryRow['state'][];
const TONE: Readonly<Record<DeliveryRow['state'], Tone>> = {
  dead: 'bad',
  unknown: 'wait',
  due: 'neutral',
  sent: 'good',
};

/** Webhooks and mails: sent, on the way, and failed, which can be sent again. A panel tells where webhooks go. */
export function Deliveries() {
  const { deliveries: words } = useWords();
  const { api, navigation, account } = useDashboard();
  const { state, list, openId, open, close } = useListView(STATES, (query) => api.call('listDeliveries', { query }));
  const replay = useReplay((delivery) =>
    list.replace(delivery.id, state === null || state === delivery.state ? delivery : null),
  );
  const columns = useColumns((row) => <ReplayButton delivery={row} onReplay={replay} />);
  const isAtEndpoints = navigation.query.value.has('endpoints');
  return (
    <Screen
      title={words.title}
      aside={<StateChips label={words.filter} all={words.all} states={STATES} names={words.states} chosen={state} />}
    >
      {account.may('manager') && (
        <div class="toolbar">
          <a class="button plain" href={navigation.with({ endpoints: 'open', open: null })}>
            {words.endpoints.title}
          </a>
        </div>
      )}
      <List
        of={list}
        caption={words.title}
        columns={columns}
        sub={(row) => <Time at={row.createdAt} />}
        param="open"
        openId={openId}
        empty={emptyOf(state, words)}
      />
      {open && <DeliveryPanel key={open.id} delivery={open} onReplay={replay} onClose={close} />}
      {isAtEndpoints && account.may('manager') && (
        <WebhookEndpoints onClose={() => navigation.go(navigation.with({ endpoints: null }))} />
      )}
    </Screen>
  );
}

function useColumns(actions: (delivery: DeliveryRow) => JSX.Element): readonly Column<DeliveryRow>[] {
  const { deliveries, common } = useWords();
  return [
    { head: deliveries.topic, cell: (row) => <Topic of={row} /> },
    { head: deliveries.kind, isExtra: true, cell: (row) => deliveries.kinds[row.kind] },
    { head: deliveries.state, cell: (row) => <Badge tone={TONE[row.state]}>{deliveries.states[row.state]}</Badge> },
    { head: deliveries.attempts, isNumber: true, isExtra: true, cell: (row) => row.attempts },
    { head: deliveries.created, isExtra: true, cell: (row) => <Time at={row.createdAt} /> },
    { head: common.actions, isActions: true, isExtra: true, cell: actions },
  ];
}

function Topic({ of: { kind, topic } }: { readonly of: DeliveryRow }) {
  const { deliveries } = useWords();
  return kind === 'mail' ? <>{deliveries.mails[topic] ?? topic}</> : <code>{topic}</code>;
}

function emptyOf(state: DeliveryRow['state'] | null, words: ReturnType<typeof useWords>['deliveries']) {
  if (state === 'dead') return { title: words.noneFailed };
  return state ? { title: words.emptyFilter } : { title: words.empty, line: words.emptyLine };
}

type Replay = (delivery: DeliveryRow) => Promise<void>;

/** Sends a failed delivery again; its receiver knows it by its id, so that twice is once. */
function useReplay(onReplayed: (delivery: DeliveryRow) => void): Replay {
  const { api, toasts } = useDashboard();
  const { deliveries } = useWords();
  return async ({ id }) => {
    try {
      onReplayed(await api.call('replayDelivery', { params: { id } }));
      toasts.say(deliveries.replayed);
    } catch (error) {
      toasts.fail(error);
    }
  };
}

function ReplayButton({ delivery, onReplay }: { readonly delivery: DeliveryRow; readonly onReplay: Replay }) {
  const { account } = useDashboard();
  const { deliveries } = useWords();
  const isFailed = delivery.state === 'dead' || delivery.state === 'unknown';
  if (!isFailed || !account.may('support')) return null;
  return (
    <span class="row-actions">
      <Button onClick={() => void onReplay(delivery)}>{deliveries.replay}</Button>
    </span>
  );
}

interface DeliveryPanelProps {
  readonly delivery: DeliveryRow;
  readonly onReplay: Replay;
  readonly onClose: () => void;
}

function DeliveryPanel({ delivery, onReplay, onClose }: DeliveryPanelProps) {
  const { deliveries: words } = useWords();
  return (
    <Panel title={<Topic of={delivery} />} onClose={onClose}>
      <p>
        <Badge tone={TONE[delivery.state]}>{words.states[delivery.state]}</Badge>{' '}
        <span class="soft">{words.meaning[delivery.state]}</span>
      </p>
      <dl class="facts">
        <dt>{words.kind}</dt>
        <dd>{words.kinds[delivery.kind]}</dd>
        <dt>{words.created}</dt>
        <dd>
          <Time at={delivery.createdAt} />
        </dd>
        <dt>{words.attempts}</dt>
        <dd>{delivery.attempts}</dd>
        {delivery.state === 'due' && (
          <>
            <dt>{words.next}</dt>
            <dd>
              <Time at={delivery.nextAttemptAt} />
            </dd>
          </>
        )}
        {delivery.lastError !== null && (
          <>
            <dt>{words.lastError}</dt>
            <dd class="code">{delivery.lastError}</dd>
          </>
        )}
      </dl>
      <ReplayButton delivery={delivery} onReplay={onReplay} />
    </Panel>
  );
}
