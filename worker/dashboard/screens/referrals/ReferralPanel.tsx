import type { EventView, ReferralRow } from '../../../../sdk/contract/owner.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { EventStory } from '../../story/EventStory.tsx';
import { nameOf, type Person } from '../../story/people.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import { REFERRAL_TONE } from './tone.ts';

/** The story of a referral: who referred whom, when, by which touch, and what each order came to and why. */
export function ReferralPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { api } = useDashboard();
  const words = useWords();
  const story = useRemote(`${useShop().id} ${id}`, () => api.call('getReferral', { params: { id } }));
  const referral = story.value?.referral;
  const title = referral
    ? words.referrals.story(nameOf(referral.advocate, words), nameOf(referral.friend, words))
    : words.referrals.title;
  return (
    <Panel title={title} onClose={onClose}>
      <Loaded of={story} skeletonRows={5}>
        {(value) => <Story referral={value.referral} events={value.events} />}
      </Loaded>
    </Panel>
  );
}

function Story({ referral, events }: { readonly referral: ReferralRow; readonly events: readonly EventView[] }) {
  const { referrals, trace } = useWords();
  return (
    <>
      <div class="bond">
        <PersonCard person={referral.advocate} side="advocate" />
        <Icon name="arrow" />
        <PersonCard person={referral.friend} side="friend" />
      </div>
      <dl class="facts">
        <dt>{referrals.state}</dt>
        <dd>
          <Badge tone={REFERRAL_TONE[referral.state]}>{referrals.states[referral.state]}</Badge>
        </dd>
        <dt>{referrals.via}</dt>
        <dd>
          {trace.sources[referral.source]} {referral.code !== null && <code>{referral.code}</code>}
        </dd>
        {referral.claimedAt !== null && (
          <>
            <dt>{referrals.claimedAt}</dt>
            <dd>
              <Time at={referral.claimedAt} />
            </dd>
          </>
        )}
        {referral.orderedAt !== null && (
          <>
            <dt>{referrals.orderedAt}</dt>
            <dd>
              <Time at={referral.orderedAt} />
            </dd>
          </>
        )}
      </dl>
      <h3 class="unseen">{referrals.happened}</h3>
      {events.length === 0 && <p class="soft">{referrals.noEvents}</p>}
      {events.map((event) => (
        <EventStory key={event.id} event={event} />
      ))}
    </>
  );
}

function PersonCard({ person, side }: { readonly person: Person; readonly side: 'advocate' | 'friend' }) {
  const { navigation } = useDashboard();
  const words = useWords();
  return (
    <a class="person-card" href={navigation.with({ person: person.id })} title={words.people.open}>
      <span class="soft">{words.people[side]}</span>
      <strong>{nameOf(person, words)}</strong>
    </a>
  );
}
