import type { Page } from 'playwright';

/** How long to wait for what comes by itself; on a busy machine, a browser takes longer than the second that is the default. */
export const soon = { timeout: 10_000 };

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

/** Takes a picture for whoever looks at the screens. */
export async function shoot(page: Page, path: string): Promise<void> {
  // What is still fading in is no picture yet.
  await page.waitForTimeout(250);
  await page.screenshot({ path });
}
