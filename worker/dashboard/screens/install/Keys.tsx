import { useSignal } from '@preact/signals';
import type { KeyView } from '../../../../sdk/contract/owner.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import { KeyDialog } from './KeyDialog.tsx';

/** The keys of the shop: the publishable one in full, secret ones by their last letters. */
export function Keys() {
  const { account } = useDashboard();
  const { keys } = useWords().install;
  return (
    <section class="card" aria-labelledby="keys">
      <h2 id="keys">{keys.title}</h2>
      <p class="soft">{account.may('owner') ? keys.explain : keys.onlyOwners}</p>
      {account.may('owner') && <KeyList />}
    </section>
  );
}

function KeyList() {
  const { api, toasts, realNow } = useDashboard();
  const { keys: words } = useWords().install;
  const list = useRemote(useShop().id, () => api.call('listKeys', {}));
  const isAdding = useSignal(false);
  const put = (id: string, change: Partial<KeyView>) =>
    list.change(({ items }) => ({ items: items.map((key) => (key.id === id ? { ...key, ...change } : key)) }));
  const revoke = ({ id }: KeyView) =>
    toasts.undoable({
      said: words.revokedNow,
      show: () => {
        put(id, { revokedAt: realNow() });
        return () => put(id, { revokedAt: null });
      },
      send: () => api.call('revokeKey', { params: { id } }),
    });
  return (
    <>
      <Loaded of={list} skeletonRows={2}>
        {({ items }) => (
          <ul class="rows">
            {items.map((key) => (
              <KeyRow key={key.id} of={key} onRevoke={revoke} />
            ))}
          </ul>
        )}
      </Loaded>
      <p>
        <Button onClick={() => (isAdding.value = true)}>
          <Icon name="plus" />
          {words.add}
        </Button>
      </p>
      {isAdding.value && (
        <KeyDialog
          onAdded={(key) => list.change(({ items }) => ({ items: [key, ...items] }))}
          onClose={() => (isAdding.value = false)}
        />
      )}
    </>
  );
}

function KeyRow({ of: key, onRevoke }: { readonly of: KeyView; readonly onRevoke: (key: KeyView) => void }) {
  const { keys: words } = useWords().install;
  return (
    <li>
      <span class="grow">
        <span>
          <strong>{key.name}</strong> <Badge tone="neutral">{words.kinds[key.kind]}</Badge>
        </span>
        <code>{key.kind === 'secret' ? `sk_…${key.hint}` : key.hint}</code>
        <span class="soft">
          {key.lastUsedAt === null ? (
            words.neverUsed
          ) : (
            <>
              {words.used} <Time at={key.lastUsedAt} isReal />
            </>
          )}
        </span>
      </span>
      {key.revokedAt === null ? (
        <Button look="quiet" onClick={() => onRevoke(key)}>
          {words.revoke}
        </Button>
      ) : (
        <Badge tone="bad">{words.revoked}</Badge>
      )}
    </li>
  );
}
