import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useWords } from '../../words/words.ts';
import type { OverviewFacts } from './Overview.tsx';

interface Task {
  readonly icon: IconName;
  readonly title: string;
  readonly why: string;
  readonly href: string;
}

// From here on a busy week could use up what is left.
const LOW_BUDGET = 0.85;

/** What needs me? Each line leads to where it is done. */
export function Todo({ facts }: { readonly facts: OverviewFacts }) {
  const { overview } = useWords();
  const tasks = useTasks(facts);
  return (
    <section class="card todo" aria-labelledby="todo">
      <h2 id="todo">{overview.todo.title}</h2>
      {tasks.length === 0 && (
        <p class="calm">
          <Icon name="check" />
          <span>
            <strong>{overview.todo.none}</strong>
            <br />
            <span class="soft">{overview.todo.noneLine}</span>
          </span>
        </p>
      )}
      <ul>
        {tasks.map(({ icon, title, why, href }) => (
          <li key={href}>
            <a href={href}>
              <Icon name={icon} />
              <span>
                <strong>{title}</strong>
                <span class="soft">{why}</span>
              </span>
              <Icon name="arrow" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useTasks({ now, program }: OverviewFacts): readonly Task[] {
  const { todo } = useWords().overview;
  const { unverifiedOrders, rewardsToReview, failedDeliveries } = now.todo;
  const { capMinor, committedMinor } = now.budget;
  const used = capMinor === null ? 0 : capMinor === 0 ? 1 : committedMinor / capMinor;
  const task = (isDue: boolean, icon: IconName, title: string, why: string, href: string): readonly Task[] =>
    isDue ? [{ icon, title, why, href: `/dashboard/${href}` }] : [];
  return [
    ...task(
      unverifiedOrders > 0,
      'orders',
      todo.unverified(unverifiedOrders),
      todo.unverifiedWhy,
      'orders?state=unverified',
    ),
    ...task(rewardsToReview > 0, 'rewards', todo.review(rewardsToReview), todo.reviewWhy, 'rewards?state=review'),
    ...task(failedDeliveries > 0, 'deliveries', todo.failed(failedDeliveries), todo.failedWhy, 'deliveries?state=dead'),
    ...task(
      used >= LOW_BUDGET,
      'alert',
      used >= 1 ? todo.budgetOut : todo.budget,
      todo.budgetWhy,
      'settings?at=limits',
    ),
    ...task(now.tagSeenAt === null && program.version === 1, 'settings', todo.first, todo.firstWhy, 'settings'),
    ...task(now.tagSeenAt === null, 'install', todo.tag, todo.tagWhy, 'install'),
  ];
}
