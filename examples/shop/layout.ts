import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Page = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page of the shop is drawn with. */
export interface View {
  /** Allows exactly this page's scripts; see {@link contentSecurityPolicy}. */
  readonly nonce: string;
  readonly workerUrl: string;
  readonly publishableKey: string;
  /** The customer signed in, with the token the shop's server has signed for them; null for a guest. */
  readonly customer: { readonly name: string; readonly token: string } | null;
}

/** As strict as a careful shop's: nothing inline, nothing evaluated, no HTML from strings. The widget has to live with it. */
export function contentSecurityPolicy({ nonce, workerUrl }: View): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${workerUrl}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** The one line that a site pastes. */
export const tag = (view: View) =>
  html`<script
    async
    nonce="${view.nonce}"
    src="${view.workerUrl}/bothways.js"
    data-shop="${view.publishableKey}"
  ></script>`;

/** The stub lets a page call before the script has come; a signed-in customer is told to it by an identity token. */
const identify = ({ nonce, customer }: View) =>
  customer
    ? html`<script nonce="${nonce}">
        window.bothways =
          window.bothways ||
          function () {
            (bothways.q = bothways.q || []).push(arguments);
          };
        bothways('identify', ${raw(JSON.stringify(customer.token))});
      </script>`
    : '';

export function layout(view: View, title: string, body: Page, options: { readonly after?: Page } = {}): Page {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>${title} · Kiln &amp; Co.</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        ${identify(view)} ${tag(view)}
      </head>
      <body>
        <header class="bar">
          <a class="brand" href="/">Kiln <span>&amp;</span> Co.</a>
          <nav>
            <a href="/no-server">Without a server</a>
            <form method="post" action="/session">
              ${
                view.customer
                  ? html`<span class="who">${view.customer.name}</span><button name="as" value="">Sign out</button>`
                  : html`<button name="as" value="ada">Sign in as Ada</button>`
              }
            </form>
          </nav>
        </header>
        <main>${body}</main>
        <footer class="foot">
          <p>A demo of <strong>Bothways</strong>: nothing here is sold, and nothing leaves this machine.</p>
          <p>
            <a href="${view.workerUrl}/dashboard">Dashboard</a> · <a href="${view.workerUrl}/mailbox">Mailbox</a> ·
            <a href="${view.workerUrl}/reference">API</a>
          </p>
        </footer>
        ${options.after ?? ''}
      </body>
    </html>`;
}
