import type { Me } from '../../sdk/contract/visitor.ts';
import { Heading } from './Heading.tsx';
import type { Step } from './model.ts';
import { OfferTicket, Ticket } from './Ticket.tsx';
import { TITLE, type View } from './view.ts';

type Friend = Me['friends'][number];

/** Told as a story: who, what happened, what is coming and when, and in plain words why something was refused. */
export function Progress({ view, step: { me } }: { readonly view: View; readonly step: Step & { at: 'progress' } }) {
  const { model, say, count, options } = view;
  const [own] = me.links;
  const day = (at: number) => new Date(at).toLocaleDateString(options.locale, { day: 'numeric', month: 'short' });
  return (
    <section>
      {me.balance.map(({ unit, waiting, available }) => (
        <Ticket
          key={unit}
          look=""
          stubs={[
            { label: say('waiting'), amount: waiting.formatted },
            { label: say('available'), amount: available.formatted },
          ]}
        />
      ))}
      {me.balance.length === 0 && <OfferTicket view={view} look="" />}
      <Heading>{me.joinedCount > 0 ? count('friendsJoined', me.joinedCount) : say('rewards')}</Heading>
      {me.friends.length === 0 && <p>{say('noFriends')}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls has to be reached by keyboard */}
      <ul tabIndex={0} aria-labelledby={TITLE}>
        {me.friends.map((friend) => (
          <li key={friend.at}>
            <b>{friend.name ?? say('aFriend')}</b>
            <b>{friend.reward?.formatted}</b>
            <span>
              {say(friend.state)}, {day(friend.at)}
            </span>
            <span>{rewardWords(friend, say, day)}</span>
            {friend.why && <p>{friend.why}</p>}
          </li>
        ))}
      </ul>
      <div class="end">
        {own && (
          <button type="button" class="main" part="button" onClick={() => model.openLink(own)}>
            {say('shareLink')}
          </button>
        )}
      </div>
    </section>
  );
}

function rewardWords({ reward }: Friend, say: View['say'], day: (at: number) => string): string {
  if (!reward) return '';
  const { state, availableAt } = reward;
  if (state !== 'held') return say(state);
  return availableAt === null ? say('waiting') : say('held', { date: day(availableAt) });
}
