import { html, raw } from 'hono/html';
import { inkOn } from '../../sdk/contract/color.ts';
import type { MailWords } from './mail-words.ts';

/** One half of the ticket: a word over an amount, such as "Give" over "$10". */
export interface Stub {
  readonly word: string;
  readonly amount: string;
}

/** A mail's words with what stands around them. */
export interface MailSheet {
  readonly language: string;
  readonly from: string;
  readonly words: MailWords;
  readonly ticket: readonly [Stub, Stub] | null;
  readonly url: string;
  readonly footer: string;
  /** `#rrggbb`: only on the button and the ticket's edge. */
  readonly brandColor: string;
}

/** Draws the part for readers without HTML; it says everything the other one says. */
export function drawText({ words, ticket, url, footer, from }: MailSheet): string {
  const stubs = ticket ? [ticket.map((stub) => `${stub.word} ${stub.amount}`).join('  |  ')] : [];
  return [
    words.heading,
    ...stubs,
    ...words.lines,
    `${words.action}:\n${url}`,
    ...words.notes,
    `-- \n${from}\n${footer}`,
  ].join('\n\n');
}

// Mail programs drop flex, grid and custom properties, so: tables, and every style on its element. The sheet in the head is
// only for those that know dark mode; the rest stay light.
const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const SURFACE = { light: '#ffffff', dark: '#1f2124' };
const styleFor = (brand: string) => `@media (prefers-color-scheme: dark) {
  .page { background: #131416 !important; }
  .card { background: ${SURFACE.dark} !important; }
  .ink { color: #f3f4f5 !important; }
  .soft { color: #a9adb3 !important; }
  .stub { background: ${tint(brand, SURFACE.dark)} !important; }
  .torn { border-left-color: ${SURFACE.dark} !important; }
}
@media (max-width: 480px) { .card { padding: 24px 20px !important; } }`;

/**
 * Draws the mail as HTML: 600 px at most, the offer as two ticket stubs torn along a perforation. The `html` tag escapes
 * every value it is given, so no name of a shop or text of an owner ever becomes markup.
 */
export async function drawHtml({ language, from, words, ticket, url, footer, brandColor }: MailSheet): Promise<string> {
  // Checked by the contract when it was saved; checked again here because a style attribute is no place to trust.
  const brand = /^#[0-9a-f]{6}$/i.test(brandColor) ? brandColor : '#0f766e';
  const sheet = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${words.subject}</title>
        <style>
          ${raw(styleFor(brand))}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background:#f3f4f5">
        <div style="display:none;max-height:0;overflow:hidden">${words.preview}</div>
        <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f5">
          <tr>
            <td align="center" style="padding:32px 12px">
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px">
                <tr>
                  <td
                    class="soft"
                    style="${FONT};font-size:13px;line-height:18px;font-weight:600;color:#5c6167;padding:0 4px 12px"
                  >
                    ${from}
                  </td>
                </tr>
                <tr>
                  <td class="card" style="background:#ffffff;border-radius:12px;padding:32px">
                    <h1
                      class="ink"
                      style="${FONT};margin:0 0 16px;font-size:24px;line-height:30px;font-weight:650;color:#17191c"
                    >
                      ${words.heading}
                    </h1>
                    ${ticket ? drawTicket(ticket, brand) : ''}
                    ${words.lines.map((line) => html`<p class="ink" style="${FONT};margin:0 0 12px;font-size:15px;line-height:22px;color:#17191c">${line}</p>`)}
                    <table role="presentation" cellpadding="0" cellspacing="0" style="margin:20px 0 4px">
                      <tr>
                        <td style="background:${brand};border-radius:8px">
                          <a
                            href="${url}"
                            target="_blank"
                            style="${FONT};display:inline-block;padding:12px 22px;font-size:15px;line-height:22px;font-weight:600;color:${inkOn(brand)};text-decoration:none"
                            >${words.action}</a
                          >
                        </td>
                      </tr>
                    </table>
                    ${words.notes.map((note) => html`<p class="soft" style="${FONT};margin:12px 0 0;font-size:13px;line-height:18px;color:#5c6167">${note}</p>`)}
                  </td>
                </tr>
                <tr>
                  <td class="soft" style="${FONT};font-size:13px;line-height:18px;color:#5c6167;padding:16px 4px 0">
                    ${footer}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`;
  return String(await sheet);
}

/** Two stubs, torn along a perforation: its holes are dots in the color of what lies behind the ticket. */
function drawTicket([left, right]: readonly [Stub, Stub], brand: string) {
  const stub = ({ word, amount }: Stub, name: string, style: string) =>
    html`<td
      class="${name}"
      width="50%"
      align="center"
      style="background:${tint(brand, SURFACE.light)};padding:16px 8px;${style}"
    >
      <div class="soft" style="${FONT};font-size:13px;line-height:18px;color:#5c6167">${word}</div>
      <div class="ink" style="${FONT};font-size:24px;line-height:30px;font-weight:650;color:#17191c">${amount}</div>
    </td>`;
  const edge = `2px solid ${brand}`;
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style="margin:0 0 20px;border-collapse:separate"
  >
    <tr>
      ${stub(left, 'stub', `border:${edge};border-right:0;border-radius:10px 0 0 10px`)}
      ${stub(right, 'stub torn', `border:${edge};border-left:7px dotted ${SURFACE.light};border-radius:0 10px 10px 0`)}
    </tr>
  </table>`;
}

/** The brand color at nine percent on a surface, as the widget's ticket has it; mail programs can't mix. */
function tint(brand: string, surface: string): string {
  const channel = (at: number) => {
    const [from, to] = [surface, brand].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round((from ?? 0) * 0.91 + (to ?? 0) * 0.09)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
