import type { ReferralRow } from '../../../../sdk/contract/owner.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { usePages } from '../../state/pages.ts';
import { nameOf, type Person } from '../../story/people.ts';
import { PersonPanel } from '../../story/PersonPanel.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Chips } from '../../ui/Chips.tsx';
import { List } from '../../ui/List.tsx';
import { Screen } from '../../ui/Screen.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import { ReferralPanel } from './ReferralPanel.tsx';
import { REFERRAL_TONE } from './tone.ts';

const STATES = ['claimed', 'ordered', 'refused'] as const satisfies readonly ReferralRow['state'][];

/** Who referred whom. A row opens the story of the referral beside the list. */
export function Referrals() {
  const words = useWords();
  const { api, navigation } = useDashboard();
  const shop = useShop();
  const query = navigation.query.value;
  const state = STATES.find((one) => one === query.get('state')) ?? null;
  const advocate = query.get('advocate');
  const list = usePages(`${shop.id} ${state ?? ''} ${advocate ?? ''}`, (cursor) =>
    api.call('listReferrals', {
      query: { ...(state && { state }), ...(advocate && { advocate }), ...(cursor && { cursor }) },
    }),
  );
  const openId = query.get('open');
  const personId = query.get('person');
  const columns = useColumns();
  const chips = [
    { value: null, label: words.referrals.all },
    ...STATES.map((value) => ({ value, label: words.referrals.states[value] })),
  ];

  return (
    <Screen
      title={words.referrals.title}
      aside={<Chips label={words.referrals.filter} param="state" chosen={state} options={chips} />}
    >
      {advocate && (
        <p>
          <a class="chip removable" href={navigation.with({ advocate: null })}>
            {words.referrals.onlyAdvocate} <span aria-hidden="true">×</span>
          </a>
        </p>
      )}
      <List
        of={list}
        caption={words.referrals.title}
        columns={columns}
        sub={(row) => <Time at={row.orderedAt ?? row.claimedAt ?? row.createdAt} />}
        param="open"
        openId={openId}
        empty={
          state || advocate
            ? { title: words.referrals.emptyFilter }
            : { title: words.referrals.empty, line: words.referrals.emptyLine }
        }
      />
      {personId ? (
        <PersonPanel
          key={personId}
          personId={personId}
          known={findPerson(list.value?.items ?? [], personId)}
          onClose={() => navigation.go(navigation.with({ person: null }))}
        />
      ) : (
        openId && (
          <ReferralPanel key={openId} id={openId} onClose={() => navigation.go(navigation.with({ open: null }))} />
        )
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
