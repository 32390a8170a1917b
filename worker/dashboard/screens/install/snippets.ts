import type { ProgramSettings } from '../../../../sdk/contract/program.ts';

/** What the snippets are made of. */
export interface SnippetFacts {
  /** The Worker's address, without a trailing slash. */
  readonly workerUrl: string;
  readonly publishableKey: string;
  readonly settings: ProgramSettings;
}

/** The tag, with only those settings written out that differ from what the script takes by itself. */
export function tagSnippet({ workerUrl, publishableKey, settings }: SnippetFacts): string {
  const own = [
    settings.windowDays === 30 ? '' : ` data-window="${settings.windowDays}"`,
    settings.attribution.model === 'last' ? '' : ` data-model="${settings.attribution.model}"`,
    settings.consent === 'granted' ? '' : ` data-consent="${settings.consent}"`,
  ].join('');
  return `<script async src="${workerUrl}/bothways.js"\n  data-shop="${publishableKey}"${own}></script>`;
}

/** The same from a bundle: six lines. */
export function npmSnippet({ workerUrl, publishableKey, settings }: SnippetFacts): string {
  const own = [
    settings.windowDays === 30 ? '' : `, windowDays: ${settings.windowDays}`,
    settings.attribution.model === 'last' ? '' : `, model: '${settings.attribution.model}'`,
    settings.consent === 'granted' ? '' : `, consent: '${settings.consent}'`,
  ].join('');
  return [
    '// npm install bothways',
    "import { createBothways } from 'bothways';",
    `const api = '${workerUrl}/';`,
    `const bothways = createBothways({ shop: '${publishableKey}', api${own} });`,
    "bothways.on('joined', ({ link }) => console.log(link));",
    "document.querySelector('#refer').onclick = () => bothways.open();",
  ].join('\n');
}

/** An order from the shop's own server, signed by the secret key. */
export function serverSnippet({ workerUrl, settings }: SnippetFacts): string {
  return [
    "import { Bothways, readTouches } from 'bothways/server';",
    '',
    'const bothways = new Bothways({',
    '  secretKey: process.env.BOTHWAYS_SECRET_KEY,',
    `  url: '${workerUrl}',`,
    '});',
    '',
    'await bothways.orders.report({',
    `  orderId: '1001', currency: '${settings.currency}', subtotalMinor: 5900,`,
    '  email: order.email, ...readTouches(request.headers.cookie),',
    '});',
  ].join('\n');
}

/** The second line, on the thank-you page of a shop without a server. */
export function pageSnippet({ workerUrl, settings }: SnippetFacts): string {
  return `<script async src="${workerUrl}/bothways.js"\n  data-order-id="1001" data-amount="59.00" data-currency="${settings.currency}"></script>`;
}
