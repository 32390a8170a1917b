import { useSignal } from '@preact/signals';
import type { ReplyOf } from '../../../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../../../sdk/contract/endpoints.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useWords } from '../../words/words.ts';
import { EndpointDialog } from './EndpointDialog.tsx';
import { WEBHOOK_TYPES } from './webhook-types.ts';

/** Where webhooks go: add, try, remove. */
export function WebhookEndpoints({ onClose }: { readonly onClose: () => void }) {
  const { api, toasts } = useDashboard();
  const { endpoints: words } = useWords().deliveries;
  const list = useRemote(useShop().id, () => api.call('listEndpoints', {}));
  const isAdding = useSignal(false);

  const remove = (id: string) =>
    toasts.undoable({
      said: words.removed,
      show: () => {
        const before = list.value?.items ?? [];
        list.change(({ items }) => ({ items: items.filter((endpoint) => endpoint.id !== id) }));
        return () => list.change(() => ({ items: before }));
      },
      send: () => api.call('removeEndpoint', { params: { id } }),
    });
  const ping = async (id: string) => {
    try {
      await api.call('pingEndpoint', { params: { id } });
      toasts.say(words.pinged);
    } catch (error) {
      toasts.fail(error);
    }
  };

  return (
    <Panel title={words.title} onClose={onClose}>
      <p class="soft">{words.explain}</p>
      <Loaded of={list} skeletonRows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <ul class="rows">
              {items.map((endpoint) => (
                <Endpoint key={endpoint.id} of={endpoint} onPing={ping} onRemove={remove} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <p>
        <Button onClick={() => (isAdding.value = true)}>
          <Icon name="plus" />
          {words.add}
        </Button>
      </p>
      {isAdding.value && (
        <EndpointDialog
          onAdded={({ secret: _secret, ...endpoint }) => list.change(({ items }) => ({ items: [...items, endpoint] }))}
          onClose={() => (isAdding.value = false)}
        />
      )}
    </Panel>
  );
}

interface EndpointProps {
  readonly of: ReplyOf<Endpoints['listEndpoints']>['items'][number];
  readonly onPing: (id: string) => Promise<void>;
  readonly onRemove: (id: string) => void;
}

function Endpoint({ of: { id, url, types, disabledAt }, onPing, onRemove }: EndpointProps) {
  const { endpoints: words } = useWords().deliveries;
  return (
    <li>
      <span class="grow">
        <code>{url}</code>
        <span class="soft" title={types.join(', ')}>
          {types.length === WEBHOOK_TYPES.length ? words.all : words.some(types.length)}
        </span>
        {disabledAt !== null && <span class="warning">{words.gone}</span>}
      </span>
      <span class="row-actions">
        <Button onClick={() => void onPing(id)}>{words.ping}</Button>
        <Button look="quiet" onClick={() => onRemove(id)}>
          {words.remove}
        </Button>
      </span>
    </li>
  );
}
