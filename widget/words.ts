/**
 * Fills `{name}` and the like; what nobody gave a value for stays as it is, so that a typing mistake of the owner is seen.
 *
 * @example fill('Give {give}', { give: '$10' }) // 'Give $10'
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** Parts what happened from what to do next: `['You are offline.', 'Reconnect, then try again.']`. */
export function sentences(text: string): readonly [first: string, rest: string] {
  const [first = '', ...rest] = text.split(/(?<=[.?!]) /);
  return [first, rest.join(' ')];
}
