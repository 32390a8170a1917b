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

/** Makes fields and scrollbars follow; in here because the minifier of style sheets would rewrite it for older browsers. */
export const darkCss = ':host([data-theme=dark]){color-scheme:dark!important}';
