import { html, raw } from 'hono/html';
import type { KeptMail } from '../storage/mailbox.ts';

export interface MailboxView {
  /** Newest first. */
  readonly mails: readonly KeptMail[];
  readonly open: KeptMail | null;
  readonly shopNames: ReadonlyMap<string, string>;
}

const STYLE = `
:root { color-scheme: light dark; --page: #f3f4f5; --card: #fff; --ink: #17191c; --soft: #5c6167; --line: #dcdfe3; --chosen: #eef1f4; --brand: #0f766e }
@media (prefers-color-scheme: dark) { :root { --page: #131416; --card: #1f2124; --ink: #f3f4f5; --soft: #a9adb3; --line: #34373c; --chosen: #2a2d31; --brand: #5eead4 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/22px -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif }
header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 20px 24px }
h1 { margin: 0; font-size: 20px; line-height: 26px }
h2 { margin: 0; font-size: 20px; line-height: 26px; overflow-wrap: anywhere }
header p, .soft { margin: 0; color: var(--soft); font-size: 13px; line-height: 18px }
a { color: inherit }
.refresh { margin-left: auto; padding: 6px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); text-decoration: none }
main { display: grid; grid-template-columns: minmax(240px, 320px) minmax(0, 1fr); gap: 16px; padding: 0 24px 24px; align-items: start }
nav, article, .empty { background: var(--card); border-radius: 12px; overflow: hidden }
ol { margin: 0; padding: 0; list-style: none }
li + li { border-top: 1px solid var(--line) }
li a { display: block; padding: 12px 16px; text-decoration: none }
li a:hover, li a[aria-current] { background: var(--chosen) }
li strong { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--brand); outline-offset: -2px }
.head { padding: 20px 24px; border-bottom: 1px solid var(--line) }
iframe { display: block; width: 100%; height: 620px; border: 0; background: var(--page) }
details { padding: 12px 24px; border-top: 1px solid var(--line) }
pre { margin: 12px 0 4px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/18px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.empty { margin: 0 24px; padding: 64px 24px; text-align: center }
.empty h2 { margin-bottom: 8px }
@media (max-width: 720px) { main { grid-template-columns: minmax(0, 1fr); padding: 0 12px 12px } article { order: -1 } header { padding: 16px } }
`;

/** Draws the demo's mailbox; the tag escapes whatever a mail holds, and the mail itself stays in a frame of its own. */
export async function mailboxPage({ mails, open, shopNames }: MailboxView): Promise<string> {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${open ? '' : raw('<meta http-equiv="refresh" content="3" />')}
        <title>${mails.length > 0 ? `Mailbox (${mails.length})` : 'Mailbox'}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Mailbox</h1>
          <p>The demo sends nothing: what would go out as mail lands here.</p>
          <a class="refresh" href="/mailbox">Look for new mail</a>
        </header>
        ${open ? opened(mails, open, shopNames) : empty()}
      </body>
    </html>`;
  return String(await page);
}

function opened(mails: readonly KeptMail[], open: KeptMail, shopNames: ReadonlyMap<string, string>) {
  const row = (mail: KeptMail) =>
    html`<li>
      <a href="/mailbox/${mail.mailId}" ${mail.mailId === open.mailId ? raw('aria-current="page"') : ''}>
        <strong>${mail.subject}</strong>
        <span class="soft">${mail.to} · ${sentAt(mail.at)}</span>
      </a>
    </li>`;
  return html`<main>
    <nav aria-label="Mails">
      <ol>
        ${mails.map(row)}
      </ol>
    </nav>
    <article>
      <div class="head">
        <h2>${open.subject}</h2>
        <p class="soft">From ${shopNames.get(open.shopId) ?? 'a shop'} to ${open.to} · ${sentAt(open.at)}</p>
      </div>
      <iframe
        title="The mail as it looks"
        src="/mailbox/${open.mailId}/html"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <details>
        <summary>As plain text</summary>
        <pre>${open.text}</pre>
      </details>
    </article>
  </main>`;
}

function empty() {
  return html`<div class="empty">
    <h2>No mail yet</h2>
    <p class="soft">Join the program in the shop or ask for a sign-in link. This page looks again every few seconds.</p>
  </div>`;
}

function sentAt(at: number) {
  const time = new Date(at).toISOString();
  return html`<time datetime="${time}">${time.slice(0, 10)} ${time.slice(11, 16)} UTC</time>`;
}
