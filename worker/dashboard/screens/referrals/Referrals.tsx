import type { ReferralRow } from '../../../../sdk/contract/owner.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { useListView } from '../../state/list-view.ts';
import { nameOf, type Person } from '../../story/people.ts';
import { PersonPanel } from '../../story/PersonPanel.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { List } from '../../ui/List.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { StateChips } from '../../ui/StateChips.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import { ReferralPanel } from './ReferralPanel.tsx';
import { REFERRAL_TONE } from './tone.ts';

const STATES = ['claimed', 'ordered', 'refused'] as const satisfies readonly ReferralRow['state'][];

/** Who referred whom. A row opens the story of the referral beside the list. */
export function Referrals() {
  const { referrals: words } = useWords();
  const { api, navigation } = useDashboard();
  const query = navigation.query.value;
  const advocate = query.get('advocate');
  const { state, list, openId, close } = useListView(
    STATES,
    (page) => api.call('listReferrals', { query: { ...page, ...(advocate && { advocate }) } }),
    advocate ?? '',
  );
  const personId = query.get('person');
  const columns = useColumns();
  return (
    <Screen
      title={words.title}
      aside={<StateChips label={words.filter} all={words.all} states={STATES} names={words.states} chosen={state} />}
    >
      {advocate && (
        <p>
          <a class="chip removable" href={navigation.with({ advocate: null })}>
            {words.onlyAdvocate} <span aria-hidden="true">×</span>
          </a>
        </p>
      )}
      <List
        of={list}
        caption={words.title}
        columns={columns}
        sub={(row) => <Time at={row.orderedAt ?? row.claimedAt ?? row.createdAt} />}
        param="open"
        openId={openId}
        empty={state || advocate ? { title: words.emptyFilter } : { title: words.empty, line: words.emptyLine }}
      />
      {personId ? (
        <PersonPanel
          key={personId}
          personId={personId}
          known={findPerson(list.value?.items ?? [], personId)}
          onClose={() => navigation.go(navigation.with({ person: null }))}
        />
      ) : (
        openId && <ReferralPanel key={openId} id={openId} onClose={close} />
      )}
    </Screen>
  );
}

function useColumns(): readonly Column<ReferralRow>[] {
  const words = useWords();
  return [
    { head: words.referrals.advocate, cell: (row) => nameOf(row.advocate, words) },
    { head: words.referrals.friend, cell: (row) => nameOf(row.friend, words) },
    {
      head: words.referrals.state,
      cell: (row) => <Badge tone={REFERRAL_TONE[row.state]}>{words.referrals.states[row.state]}</Badge>,
    },
    { head: words.referrals.code, isExtra: true, cell: (row) => row.code !== null && <code>{row.code}</code> },
    { head: words.referrals.via, isExtra: true, cell: (row) => words.trace.sources[row.source] },
    {
      head: words.referrals.claimed,
      isExtra: true,
      cell: (row) => row.claimedAt !== null && <Time at={row.claimedAt} />,
    },
    {
      head: words.referrals.ordered,
      isExtra: true,
      cell: (row) => row.orderedAt !== null && <Time at={row.orderedAt} />,
    },
  ];
}

function findPerson(rows: readonly ReferralRow[], id: string): Person | null {
  return rows.flatMap(({ advocate, friend }) => [advocate, friend]).find((person) => person.id === id) ?? null;
}
