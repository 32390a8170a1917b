import { createExecutionContext } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { drainOutbox } from '../../../worker/jobs/outbox.ts';
import { listKeptMails } from '../../../worker/storage/mailbox.ts';
import { join } from '../../support/worker-journey.ts';
import { makePlatform, shopOf } from '../../support/worker-jobs.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

/** The Worker as the demo runs it. */
async function demo() {
  const platform = await makePlatform({ demo: true });
  const app = createApp(async () => platform);
  const open = async (path: string) => app.request(path, {}, {}, createExecutionContext());
  const mailTo = async (shop: TestShop, email: string) => {
    await join(shop, email);
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email });
    await drainOutbox(platform, await shopOf(shop));
  };
  return { platform, open, mailTo };
}

describe('the mailbox', () => {
  it.each(['/mailbox', '/mailbox/mal_00000000', '/mailbox/mal_00000000/html'])(
    'is not there outside of the demo: %s',
    async (path) => {
      expect((await call('GET', path)).status).toBe(404);
    },
  );

  it('waits for the first mail, and says so', async () => {
    const { open } = await demo();
    const page = await open('/mailbox');
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/http-equiv="refresh"[^]*No mail yet/);
  });

  it('shows the mails of all shops, newest first and open, a live shop’s too', async () => {
    const { open, mailTo } = await demo();
    const [live, test] = [await makeShop(), await makeShop({}, { mode: 'test' })];
    await mailTo(live, 'ada@example.com');
    await mailTo(test, 'zoe@example.com');
    const page = await open('/mailbox');
    const html = await page.text();
    expect(html.indexOf('zoe@example.com')).toBeLessThan(html.indexOf('ada@example.com'));
    const [newest] = await listKeptMails(test.store, 1);
    expect(html).toContain(`src="/mailbox/${newest!.mailId}/html"`);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    const [older] = await listKeptMails(live.store, 1);
    expect(await (await open(`/mailbox/${older!.mailId}`)).text()).toContain(older!.text.split('\n')[0]!);
    expect((await open('/mailbox/mal_00000000')).status).toBe(404);
  });

  it('shows a mail where it can do nothing: no script, no request, no way out of its frame but a new window', async () => {
    const { open, mailTo } = await demo();
    const shop = await makeShop();
    await mailTo(shop, 'ada@example.com');
    const [mail] = await listKeptMails(shop.store, 1);
    const framed = await open(`/mailbox/${mail!.mailId}/html`);
    expect(await framed.text()).toBe(mail!.html);
    const policy = framed.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox');
    expect(policy).not.toContain('allow-scripts');
  });

  it('can’t show the mail of somebody who was erased', async () => {
    const { open, mailTo } = await demo();
    const shop = await makeShop();
    await mailTo(shop, 'ada@example.com');
    await shop.store.db.prepare('DELETE FROM person_data').run();
    expect(await (await open('/mailbox')).text()).toContain('No mail yet');
  });
});
