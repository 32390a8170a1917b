import { html } from 'hono/html';

/** Markup that is safe as it stands: everything that is filled in has been escaped. */
export type Markup = ReturnType<typeof html>;

/** The words of the contract, where `this` means code. */
export function rich(text: string): readonly Markup[] {
  // Every second part stands between two backticks.
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** A heading that can be linked to. */
export function anchored(level: 'h2' | 'h3', id: string, text: unknown): Markup {
  const link = html`<a class="anchor" href="#${id}">${text}</a>`;
  return level === 'h2' ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`;
}
