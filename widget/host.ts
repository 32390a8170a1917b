import css from './host.css?inline';

/** An element of ours on somebody's page, with its own style and nothing of the page's but the font. */
export interface WidgetHost {
  readonly root: ShadowRoot;
  /** Puts it (back) at the end of the body, where a site that swaps its body has lost it, as light or dark as the page is now. */
  readonly show: () => void;
  readonly remove: () => void;
}

/** Makes a host of a name with styles of its own, in the program's look and the visitor's direction of writing. */
export type CreateHost = (name: string, ...styles: readonly string[]) => WidgetHost;

/** Makes an element with a shadow root. Styles are adopted, which a strict CSP allows. */
export function createHost(name: string, styles: readonly string[], dir: 'ltr' | 'rtl'): WidgetHost {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  host.translate = false;
  host.dir = dir;
  root.adoptedStyleSheets = [css, ...styles].map((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    return sheet;
  });
  return {
    root,
    show() {
      Object.assign(host.dataset, { bothways: name, theme: pageTheme() });
      if (!host.isConnected) document.body.append(host);
    },
    remove: () => host.remove(),
  };
}

/**
 * What the page's own switch says, by `data-theme` or a class of `<html>` or `<body>`, as most sites have it; where there is
 * none, what the visitor's system says.
 */
export function pageTheme(): 'dark' | 'light' {
  for (const { dataset, classList } of [document.documentElement, document.body]) {
    const named = dataset['theme'];
    for (const theme of ['dark', 'light'] as const) if (named === theme || classList.contains(theme)) return theme;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
