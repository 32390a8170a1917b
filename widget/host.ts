/** An element of ours on somebody's page, with its own style and nothing of the page's but the font. */
export interface WidgetHost {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Puts it (back) at the end of the body, where a site that swaps its body has lost it. */
  readonly show: () => void;
  readonly remove: () => void;
}

/** Makes a host of a name with styles of its own, in the program's look and the visitor's direction of writing. */
export type CreateHost = (name: string, css: string) => WidgetHost;

/** Makes an element with a shadow root. Styles are adopted, which a strict CSP allows. */
export function createHost(name: string, css: string, dir: string): WidgetHost {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  host.dataset['bothways'] = name;
  host.translate = false;
  host.dir = dir;
  return {
    host,
    root,
    show: () => void (host.isConnected || document.body.append(host)),
    remove: () => host.remove(),
  };
}
