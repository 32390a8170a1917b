import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { BothwaysError } from '../../../sdk/errors.ts';
import type { Locale } from '../../../worker/dashboard/state/preferences.ts';
import { OVERVIEW, REFERRAL, TEST, TO_APPROVE, UNVERIFIED, accountOf } from './samples.ts';
import { close, DESKTOP, open, PHONE, type Replies } from './stage.tsx';

afterEach(close);

interface View {
  readonly path: string;
  readonly hash?: string;
  readonly replies?: Replies;
}

const none = () => ({ items: [], next: null });
const offline = () => {
  throw new BothwaysError('network', 'No answer came.');
};
const onlyTest = () => ({ ...accountOf(), shops: [{ ...TEST, role: 'owner' as const }] });

/** Every screen, and the states of them that look different. */
const views: Readonly<Record<string, View>> = {
  'sign-in': { path: '', hash: '#token=used', replies: { openDashboard: signedOut } },
  'set-up': { path: '', hash: '#setup=printed' },
  overview: { path: '' },
  'overview of a test shop': { path: '', replies: { account: onlyTest } },
  'overview before the tag': { path: '', replies: { overview: () => ({ ...OVERVIEW, tagSeenAt: null }) } },
  'overview without an answer': { path: '', replies: { overview: offline } },
  referrals: { path: '/referrals' },
  'a referral': { path: `/referrals?open=${REFERRAL.id}` },
  'a person': { path: `/referrals?person=${REFERRAL.advocate.id}` },
  rewards: { path: '/rewards' },
  'a reward': { path: `/rewards?open=${TO_APPROVE.id}` },
  'no rewards': { path: '/rewards', replies: { listRewards: none } },
  orders: { path: '/orders' },
  'an order to check': { path: `/orders?open=${UNVERIFIED.id}` },
  'an order by hand': { path: '/orders?form=order' },
  'an order list': { path: '/orders?form=list' },
  'a refund': { path: '/orders?form=refund' },
  deliveries: { path: '/deliveries' },
  endpoints: { path: '/deliveries?endpoints=open' },
  settings: { path: '/settings' },
  install: { path: '/install' },
  'no such page': { path: '/nowhere' },
};

function signedOut(): never {
  throw new BothwaysError('unauthorized', 'Used.', { status: 401 });
}

async function show({ path, hash = '', replies = {} }: View, locale: Locale) {
  await open(path, { hash, replies, locale });
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Two frames: what is drawn by its measured width has been measured.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  // A panel slides in for 150 ms, and a color that is still on its way is not the one that stays.
  await Promise.all(
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations === 1)
      .map(({ finished }) => finished),
  );
}

const looks = [
  { name: 'light, English, on a computer', theme: 'light', locale: 'en', viewport: DESKTOP },
  { name: 'dark, French, on a phone', theme: 'dark', locale: 'fr', viewport: PHONE },
] as const;

describe.each(looks)('in $name', ({ theme, locale, viewport }) => {
  it.each(Object.keys(views))('%s has nothing that axe finds, and fits the width', async (name) => {
    await page.viewport(viewport[0], viewport[1]);
    document.documentElement.dataset['theme'] = theme;
    await show(views[name] as View, locale);
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(viewport[0]);
    const wide = [...document.querySelectorAll('dialog[open], main')].flatMap(sticksOut);
    expect(wide).toEqual([]);
  });
});

/** What makes a box scroll sideways, by name. */
function sticksOut(box: Element): readonly string[] {
  if (box.scrollWidth <= box.clientWidth) return [];
  const edge = box.getBoundingClientRect().left + box.clientWidth;
  const out = [...box.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > edge + 1);
  return out.map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
}

it('takes no style from markup: the policy of the page would drop it', async () => {
  for (const view of Object.values(views)) {
    await open(view.path, { hash: view.hash ?? '', replies: view.replies ?? {} });
    await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect([...document.querySelectorAll('[style]')].filter((element) => !element.matches('.preview-page'))).toEqual(
      [],
    );
    close();
  }
});
