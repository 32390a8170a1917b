import { CHANNELS, DAY_MS, formatTouch } from '../../sdk/contract/attribution.ts';
import type { ChannelLetter } from '../../sdk/contract/attribution.ts';
import type { Bothways } from '../../sdk/server/index.ts';
import { CURRENCY, products } from '../shop/products.ts';
import { WORKER_URL, runCron } from './worker.ts';
import { SHOP_URL, createVisitors } from './visitors.ts';
import type { Visitors } from './visitors.ts';

const HOUR_MS = 3_600_000;
const DISCOUNT_MINOR = 1_000;
// A little over the consumer's max_batch_timeout in wrangler.toml.
const QUEUE_MS = 6_000;
export const SEED_DAYS = 30;

// Always the same story: a sequence with a fixed start (mulberry32), so that two demos look alike.
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAMES = [
  'Ada',
  'Ben',
  'Chloé',
  'Dora',
  'Emil',
  'Fatou',
  'Gus',
  'Hana',
  'Ivo',
  'June',
  'Kai',
  'Lea',
  'Milo',
  'Nora',
  'Otis',
  'Pia',
];
const SHARED: readonly ChannelLetter[] = ['c', 'w', 'w', 'e', 'n', 's', 'q'];

interface Claimed {
  readonly code: string;
  readonly email: string;
  readonly day: number;
}

/** What the story needs and has come to. */
interface Story {
  readonly bothways: Bothways;
  readonly visitors: Visitors;
  readonly roll: () => number;
  readonly advocates: string[];
  claimed: Claimed[];
  orders: number;
}

/** Plays a month of a small shop through the API, day by day on the test shop's clock, and ends at the present moment. */
export async function seed(bothways: Bothways, publishableKey: string, now: () => number): Promise<void> {
  const roll = createDice(7);
  const story: Story = {
    bothways,
    visitors: createVisitors(publishableKey, WORKER_URL, SHOP_URL),
    roll,
    advocates: [],
    claimed: [],
    orders: 1_000,
  };
  for (let day = 0; day < SEED_DAYS; day++) {
    const morning = now() - (SEED_DAYS - day) * DAY_MS;
    await bothways.clock.move(morning + Math.floor(roll() * 8) * HOUR_MS);
    // A shop that grows a little, with quiet Sundays.
    const pace = (0.5 + day / SEED_DAYS) * (day % 7 === 6 ? 0.4 : 1);
    await showAndShare(story, pace);
    await joinSome(story, pace);
    await visitAndClaim(story, pace, day, morning);
    await buySome(story, day);
    if (day % 12 === 5) await story.visitors.thankYou(`W-${200 + day}`, 4_800, pick(story, story.advocates), morning);
  }
  await bothways.clock.move(now());
  // A month passes faster here than the queue of visits is emptied; a cron before that would fold days that are not yet whole.
  await new Promise((resolve) => setTimeout(resolve, QUEUE_MS));
  await runCron();
}

function pick<Item>({ roll }: Story, from: readonly Item[]): Item {
  const picked = from[Math.floor(roll() * from.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from');
  return picked;
}

async function showAndShare(story: Story, pace: number): Promise<void> {
  for (let n = 0; n < Math.ceil(pace * 5); n++) await story.visitors.impression();
  for (let n = 0; n < Math.floor(pace * 2 * story.roll() + 0.6); n++) {
    await story.visitors.share(CHANNELS[pick(story, SHARED)]);
  }
}

async function joinSome({ advocates, visitors, roll }: Story, pace: number): Promise<void> {
  if (roll() >= 0.75 * pace && advocates.length >= 2) return;
  const name = NAMES[advocates.length % NAMES.length] ?? 'Ada';
  advocates.push(await visitors.join(`advocate${advocates.length}@example.com`, name, roll() < 0.7));
}

async function visitAndClaim(story: Story, pace: number, day: number, seenAt: number): Promise<void> {
  const { visitors, roll } = story;
  for (let n = 0; n < Math.floor(pace * 2 + roll()); n++) {
    const channel = pick(story, SHARED);
    const link = pick(story, story.advocates);
    await visitors.visit(link, CHANNELS[channel]);
    if (roll() > 0.55) continue;
    const email = `friend${day}-${n}@example.com`;
    const code = await visitors.claim(link, email, formatTouch({ code: link, seenAt, channel }));
    if (code !== null) story.claimed.push({ code, email, day });
  }
}

/** Friends buy a day or more after they claimed; some orders are too small, and one in ten comes back in part. */
async function buySome(story: Story, day: number): Promise<void> {
  const buying = story.claimed.filter((each) => day > each.day && story.roll() < 0.35);
  story.claimed = story.claimed.filter((each) => !buying.includes(each));
  for (const { code, email } of buying) {
    const orderId = `K-${++story.orders}`;
    const subtotalMinor = pick(story, products).priceMinor - DISCOUNT_MINOR;
    const order = { orderId, currency: CURRENCY, subtotalMinor };
    await story.bothways.orders.report({ ...order, discountMinor: DISCOUNT_MINOR, code, email });
    if (story.roll() >= 0.1) continue;
    await story.bothways.orders.refund({
      refundId: `${orderId}-R`,
      orderId,
      currency: CURRENCY,
      amountMinor: subtotalMinor >> 1,
    });
  }
}
