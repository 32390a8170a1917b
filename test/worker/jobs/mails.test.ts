import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { SendMail } from '../../../worker/domain/mail.ts';
import { LEASE_MS, drainOutbox } from '../../../worker/jobs/outbox.ts';
import { listKeptMails } from '../../../worker/storage/mailbox.ts';
import type { KeptMail } from '../../../worker/storage/mailbox.ts';
import { claimDeliveries } from '../../../worker/storage/outbox.ts';
import { claim, join, newAttempt, report } from '../../support/worker-journey.ts';
import { mailsTo, makePlatform, outboxOf, shopOf, testMailer } from '../../support/worker-jobs.ts';
import { ORIGIN, call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

async function keptMails(shop: TestShop, topic: string): Promise<KeptMail[]> {
  return (await listKeptMails(shop.store, 50)).filter((mail) => mail.topic === topic);
}

const linkIn = ({ text }: Pick<KeptMail, 'text'>): URL => new URL(/https?:\S+/.exec(text)?.[0] ?? '');

/** An advocate joins and a friend buys: what the advocate earns is told by mail. */
async function earn(shop: TestShop, email: string, locale = 'en'): Promise<void> {
  const joined = await callFromPage<{ code: string }>(shop, 'POST', '/v1/joins', {
    email,
    locale,
    attempt: newAttempt(),
  });
  const code = await claim(shop, joined.body.code);
  expect((await report(shop, { orderId: `order-${email}`, code })).body).toMatchObject({ outcome: 'rewarded' });
}

describe('a magic link', () => {
  it('opens the rewards of the person it was mailed to, once', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({}, { mode: 'test' });
    await join(shop, 'ada@example.com');
    const asked = await callFromPage(shop, 'POST', '/v1/sign-ins', {
      email: 'ada@example.com',
      returnUrl: `${ORIGIN}/account?x=1#y`,
    });
    expect(asked.status).toBe(202);
    await drainOutbox(platform, await shopOf(shop));
    await expect.poll(async () => (await keptMails(shop, 'person_link')).length).toBe(1);
    const [mail] = await keptMails(shop, 'person_link');
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Your rewards at Shop' });
    const link = linkIn(mail!);
    expect(link.origin + link.pathname).toBe(`${ORIGIN}/account`);
    expect(mail!.html).toContain(link.href);
    const token = link.searchParams.get('bothways_token');
    const session = await callFromPage<{ session: string }>(shop, 'POST', '/v1/sessions', { token });
    expect(session.status).toBe(201);
    expect((await callFromPage(shop, 'POST', '/v1/sessions', { token })).status).toBe(401);
  });

  it('comes into being with its mail: nothing in the outbox opens anything', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await join(shop, 'ada@example.com');
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email: 'ada@example.com' });
    const links = async () =>
      (await env.DB.prepare("SELECT COUNT(*) AS n FROM tokens WHERE purpose = 'person_link'").first<{ n: number }>())
        ?.n;
    const [, row] = await outboxOf(shop);
    expect(row).toMatchObject({ topic: 'person_link', payload: '{}' });
    expect(await links()).toBe(0);
    await drainOutbox({ ...platform, sendMail: async () => ({ kind: 'sent' }) }, await shopOf(shop));
    expect(await links()).toBe(1);
  });

  it('expires after half an hour', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({}, { mode: 'test' });
    await join(shop, 'ada@example.com');
    platform.pass(-31 * MINUTE_MS);
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email: 'ada@example.com' });
    await env.DB.prepare('UPDATE outbox SET next_attempt_at = 0 WHERE shop_id = ?').bind(shop.shopId).run();
    await drainOutbox(platform, await shopOf(shop));
    const [mail] = await keptMails(shop, 'person_link');
    expect(
      (await callFromPage(shop, 'POST', '/v1/sessions', { token: linkIn(mail!).searchParams.get('bothways_token') }))
        .status,
    ).toBe(401);
  });

  it('leads to a page of the shop and nowhere else, whatever the row says', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({ landingUrl: `${ORIGIN}/welcome` }, { mode: 'test' });
    await join(shop, 'ada@example.com');
    const [person] = (
      await env.DB.prepare('SELECT person_id FROM people WHERE shop_id = ?')
        .bind(shop.shopId)
        .all<{ person_id: string }>()
    ).results;
    for (const returnUrl of [
      'https://evil.example/',
      `${ORIGIN}@evil.example/`,
      'javascript:alert(1)',
      `https://user@shop.example/`,
    ]) {
      await env.DB.prepare(
        "INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at) VALUES (?, ?, 'mail', 'person_link', ?, ?, 0, 0)",
      )
        .bind(shop.shopId, platform.newId('dlv'), person!.person_id, JSON.stringify({ returnUrl }))
        .run();
    }
    await drainOutbox(platform, await shopOf(shop));
    const mails = await keptMails(shop, 'person_link');
    expect(mails.map((mail) => linkIn(mail).origin + linkIn(mail).pathname)).toEqual(
      Array.from({ length: 4 }, () => `${ORIGIN}/welcome`),
    );
  });
});

describe('a reward', () => {
  it('is told when it is earned and when it can be spent, in the language of whom it is for', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({}, { mode: 'test' });
    await earn(shop, 'ada@example.com', 'en');
    await earn(shop, 'zoe@example.com', 'fr-FR');
    await drainOutbox(platform, await shopOf(shop));
    await expect.poll(async () => (await keptMails(shop, 'reward_granted')).length).toBe(2);
    const granted = await keptMails(shop, 'reward_granted');
    const of = (to: string) => granted.find((mail) => mail.to === to);
    expect(of('ada@example.com')).toMatchObject({ subject: 'A friend bought: $10 for you' });
    expect(of('ada@example.com')!.text).toMatch(
      /It is yours on \w+ \d+, \d{4}, once the time for returns has passed\./,
    );
    expect(of('zoe@example.com')).toMatchObject({ subject: 'Un proche a commandé\u00a0: 10\u00a0$ pour vous' });
    expect(of('zoe@example.com')!.html).toContain('lang="fr"');
    await env.DB.prepare('UPDATE shops SET clock_offset_ms = ? WHERE shop_id = ?')
      .bind(15 * DAY_MS, shop.shopId)
      .run();
    const { drainQueue } = await import('../../../worker/jobs/queues.ts');
    const batch = {
      queue: 'bothways-outbox',
      messages: [{ body: { shopId: shop.shopId } }],
    } as unknown as MessageBatch;
    await drainQueue(batch, platform);
    await expect
      .poll(async () =>
        (await keptMails(shop, 'reward_available')).map(({ subject }) => subject).toSorted((a, b) => (a < b ? -1 : 1)),
      )
      .toEqual(['$10 is yours to spend', 'C’est à vous\u00a0: 10\u00a0$ à dépenser']);
  });

  it('that was refused meanwhile is not told', async () => {
    const platform = await makePlatform({ sendMail: async () => ({ kind: 'sent' }) });
    const shop = await makeShop();
    await earn(shop, 'ada@example.com');
    await env.DB.prepare("UPDATE rewards SET state = 'refused' WHERE shop_id = ?").bind(shop.shopId).run();
    await drainOutbox(platform, await shopOf(shop));
    expect((await outboxOf(shop)).filter(({ kind }) => kind === 'mail')).toEqual([]);
  });
});

describe('a live shop’s mail', () => {
  it('goes out over SMTP in the shop’s name, and is kept nowhere', async () => {
    const platform = await makePlatform({ sendMail: testMailer() });
    const shop = await makeShop();
    await earn(shop, 'smtp-ada@example.com');
    await drainOutbox(platform, await shopOf(shop));
    const [mail] = await mailsTo('smtp-ada@example.com');
    expect(mail!.raw).toContain('From: "Shop" <hello@bothways.test>');
    expect(mail!.raw).toContain('Subject: A friend bought: $10 for you');
    expect(await listKeptMails(shop.store, 10)).toEqual([]);
    expect((await outboxOf(shop)).filter(({ kind }) => kind === 'mail')).toMatchObject([
      { state: 'sent', attempts: 1 },
    ]);
  });

  it('waits as “unknown” where the server never confirmed it, and goes out again only when somebody says so', async () => {
    const platform = await makePlatform({ sendMail: testMailer() });
    const shop = await makeShop();
    await earn(shop, 'hangup@example.com');
    await drainOutbox(platform, await shopOf(shop));
    platform.pass(DAY_MS);
    await drainOutbox(platform, await shopOf(shop));
    const row = (await outboxOf(shop)).find(({ kind }) => kind === 'mail');
    expect(row).toMatchObject({
      state: 'unknown',
      attempts: 1,
      last_error: 'The mail server did not confirm the mail.',
    });
    expect((await call('POST', `/v1/deliveries/${row!.delivery_id}/replay`, { key: shop.secretKey })).status).toBe(200);
    expect((await outboxOf(shop)).find(({ delivery_id }) => delivery_id === row!.delivery_id)).toMatchObject({
      state: 'due',
    });
  });

  it('is unknown too where whoever sent it never came back, but a sign-in link just comes again', async () => {
    const sent: string[] = [];
    const sendMail: SendMail = async ({ subject }) => {
      sent.push(subject);
      return { kind: 'sent' };
    };
    const platform = await makePlatform({ sendMail });
    const shop = await makeShop();
    await earn(shop, 'ada@example.com');
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email: 'ada@example.com' });
    const now = platform.realNow();
    await claimDeliveries(shop.store, 10, now, now + LEASE_MS);
    platform.pass(LEASE_MS + 1);
    await drainOutbox(platform, await shopOf(shop));
    expect(sent).toEqual(['Your rewards at Shop']);
    expect(
      (await outboxOf(shop)).filter(({ kind }) => kind === 'mail').map(({ topic, state }) => [topic, state]),
    ).toEqual([
      ['reward_granted', 'unknown'],
      ['person_link', 'sent'],
    ]);
  });

  it.each([
    ['refused@example.com', 'dead', 'The mail server does not deliver to this address (550).'],
    ['later@example.com', 'due', 'The mail server can’t take mail for this address now (451).'],
  ])('to %s is %s, and the owner reads why without reading whom', async (email, state, error) => {
    const platform = await makePlatform({ sendMail: testMailer() });
    const shop = await makeShop();
    await earn(shop, email);
    await drainOutbox(platform, await shopOf(shop));
    expect((await outboxOf(shop)).filter(({ kind }) => kind === 'mail')).toMatchObject([{ state, last_error: error }]);
  });

  it('is dead at once where no way to send mail is set up, and says what to do', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await earn(shop, 'ada@example.com');
    await drainOutbox(platform, await shopOf(shop));
    expect((await outboxOf(shop)).filter(({ kind }) => kind === 'mail')).toMatchObject([
      { state: 'dead', last_error: 'No way to send mail is set up: see SMTP_URL and MAIL_FROM.' },
    ]);
  });
});

it('never turns a name into markup', async () => {
  const platform = await makePlatform();
  const shop = await makeShop({ texts: { en: { terms: '<img src=x onerror=alert(1)>' } } }, { mode: 'test' });
  await env.DB.prepare('UPDATE shops SET name = ? WHERE shop_id = ?')
    .bind('"><script>alert(1)</script>', shop.shopId)
    .run();
  await join(shop, 'ada@example.com');
  await callFromPage(shop, 'POST', '/v1/sign-ins', { email: 'ada@example.com' });
  await drainOutbox(platform, await shopOf(shop));
  await expect.poll(async () => (await keptMails(shop, 'person_link')).length).toBe(1);
  const [mail] = await keptMails(shop, 'person_link');
  expect(mail!.html).not.toMatch(/<script|<img/);
  expect(mail!.html).toContain('&lt;script&gt;');
  expect(mail!.text).toContain('<img src=x onerror=alert(1)>');
});

it('writes to nobody who has been erased', async () => {
  const platform = await makePlatform({ sendMail: async () => ({ kind: 'sent' }) });
  const shop = await makeShop();
  await earn(shop, 'ada@example.com');
  await env.DB.prepare('DELETE FROM person_data WHERE shop_id = ?').bind(shop.shopId).run();
  await drainOutbox(platform, await shopOf(shop));
  expect((await outboxOf(shop)).filter(({ kind }) => kind === 'mail')).toEqual([]);
});
