/** What {@link element} sets: properties of the element, or attributes where the name has a hyphen or is `role` or `part`. */
export type Props = Readonly<Record<string, unknown>>;

/**
 * Builds an element without markup, which a page under Trusted Types would refuse.
 *
 * @example element('button', { className: 'main', onclick: close }, 'Close')
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string | null | undefined | false)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (/-|^role$|^part$/.test(name)) made.setAttribute(name, String(value));
    else Reflect.set(made, name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}
