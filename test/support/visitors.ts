import type { Page } from 'playwright';
import type { ClaimReply, JoinReply } from '../../sdk/contract/visitor.ts';
import type { Journey } from './journey.ts';

/** Joins as the popup would, without one: gives the advocate's code and link. */
export async function joinAs(
  journey: Journey,
  email: string,
): Promise<{ readonly code: string; readonly link: string }> {
  const reply = await post<JoinReply>(journey, 'joins', { email, showName: false });
  if (reply.outcome !== 'joined') throw new Error(`Could not join: ${reply.reason}`);
  return reply;
}

/** Claims as the banner would, without one: gives the friend's single-use code. */
export async function claimAs(journey: Journey, code: string, email: string): Promise<string> {
  const reply = await post<ClaimReply>(journey, 'claims', { code, email });
  if (reply.outcome !== 'claimed') throw new Error(`Could not claim: ${reply.reason}`);
  return reply.code;
}

async function post<T>({ workerUrl, shopUrl, shop }: Journey, path: string, body: object): Promise<T> {
  const answer = await fetch(`${workerUrl}/v1/${path}`, {
    method: 'POST',
    headers: { origin: shopUrl },
    body: JSON.stringify({ shop: shop.publishableKey, attempt: crypto.randomUUID(), ...body }),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** Follows a link, claims in the banner, and gives the single-use code that it shows. */
export async function claimIn(page: Page, link: string, email: string): Promise<string> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Claim $10' }).click();
  await page.getByLabel('Your email').fill(email);
  await page.getByRole('button', { name: 'Claim $10' }).click();
  return page.getByRole('textbox', { name: 'Your code' }).inputValue();
}

/** Fills the shop's checkout in and presses a button: `Apply` checks the code, `Pay` buys. */
export async function checkOut(page: Page, shopUrl: string, code: string, email: string, button: 'Apply' | 'Pay') {
  await page.goto(`${shopUrl}/checkout?product=tall-jug`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: button }).click();
}

/** Calls the tag's global on a page, as the site's own scripts do. */
export async function callTag(page: Page, name: string, ...input: readonly unknown[]): Promise<void> {
  await page.evaluate(
    ([verb, rest]) => {
      const { bothways } = globalThis as unknown as { bothways: (name: string, ...input: unknown[]) => unknown };
      bothways(verb, ...rest);
    },
    [name, [...input]] as const,
  );
}

/** What stands in the widget's part of a page, its spaces as one, or null where it is not there. */
export function wordsOf(page: Page, part: 'banner' | 'popup' | 'launcher'): Promise<string | null> {
  return page.evaluate((name) => {
    const root = document.querySelector(`[data-bothways=${name}]`)?.shadowRoot;
    const shown = root?.querySelector<HTMLElement>({ banner: '.words', popup: 'section', launcher: 'button' }[name]);
    return shown ? shown.innerText.replaceAll(/[\t\n\r ]+/g, ' ').trim() : null;
  }, part);
}
