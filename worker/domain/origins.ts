/**
 * Brings allowed origins into the form in which browsers send them (no port where it is the scheme's own) and each one
 * once; names the first that is no origin at all.
 *
 * @example normalizeOrigins(['https://shop.example:443']) // { kind: 'origins', origins: ['https://shop.example'] }
 */
export function normalizeOrigins(
  raw: readonly string[],
):
  | { readonly kind: 'origins'; readonly origins: readonly string[] }
  | { readonly kind: 'bad'; readonly origin: string } {
  const origins: string[] = [];
  for (const origin of raw) {
    if (!URL.canParse(origin)) return { kind: 'bad', origin };
    origins.push(new URL(origin).origin);
  }
  return { kind: 'origins', origins: [...new Set(origins)] };
}
