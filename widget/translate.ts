/** A group of texts as it is loaded: by name, or packed into a list in the order of the English ones. */
export type Packable<T> = T | readonly string[];

/** Puts a group of English texts into a language, whether its file is packed or not. */
export function translate<T extends Readonly<Record<string, string>>>(english: T, group: Packable<T> | undefined): T {
  if (!isList(group)) return group ?? english;
  return { ...english, ...Object.fromEntries(Object.keys(english).map((key, at) => [key, group[at]])) };
}

function isList(group: unknown): group is readonly string[] {
  return Array.isArray(group);
}
