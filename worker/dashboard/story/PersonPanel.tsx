import { useSignal } from '@preact/signals';
import { useDashboard, useShop } from '../state/dashboard.ts';
import { useRemote } from '../state/remote.ts';
import { Button } from '../ui/Button.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Time } from '../ui/Time.tsx';
import { useWords } from '../words/words.ts';
import { CreditForm } from './CreditForm.tsx';
import { nameOf, type Person } from './people.ts';

interface PersonPanelProps {
  readonly personId: string;
  /** As far as the list knows; an address that was shared carries only the id. */
  readonly known: Person | null;
  readonly onClose: () => void;
}

/** Everything about a person: who they are, whom they referred, and a goodwill credit. */
export function PersonPanel({ personId, known, onClose }: PersonPanelProps) {
  const { api, account } = useDashboard();
  const words = useWords();
  const shop = useShop();
  const isCrediting = useSignal(false);
  const list = useRemote(`${shop.id} ${personId}`, () => api.call('listReferrals', { query: { advocate: personId } }));
  const person = known ?? list.value?.items[0]?.advocate ?? null;
  return (
    <Panel title={person ? nameOf(person, words) : words.people.unnamed} onClose={onClose}>
      {person && (
        <dl class="facts">
          {person.email !== null && (
            <>
              <dt>{words.people.email}</dt>
              <dd>
                <a href={`mailto:${person.email}`}>{person.email}</a>
              </dd>
            </>
          )}
          {person.customerId !== null && (
            <>
              <dt>{words.people.customerId}</dt>
              <dd>{person.customerId}</dd>
            </>
          )}
        </dl>
      )}
      <h3>{words.people.referrals}</h3>
      <Loaded of={list} skeletonRows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="soft">{words.people.noReferrals}</p>
          ) : (
            <ul class="plain-list">
              {items.map((referral) => (
                <li key={referral.id}>
                  <a href={`/dashboard/referrals?open=${referral.id}`}>{nameOf(referral.friend, words)}</a>
                  <span class="soft">
                    {words.referrals.states[referral.state]} · <Time at={referral.orderedAt ?? referral.createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {account.may('manager') &&
        (isCrediting.value ? (
          <CreditForm personId={personId} onDone={() => (isCrediting.value = false)} />
        ) : (
          <Button onClick={() => (isCrediting.value = true)}>{words.people.credit}</Button>
        ))}
    </Panel>
  );
}
