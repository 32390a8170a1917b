// Programs that say what they are, and previews that messengers fetch when a link is pasted. Not a defence: whoever hides
// is only counted as a visit, and nothing of value hangs on those.
const BOT =
  /(?<!cu)bot\b|(?<!cu)bot[/;_-]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp\/|embedly|monitor|lighthouse|curl\/|wget\/|python-|go-http|^$/i;

/** Whether a user agent says that no person is looking. */
export function isBot(userAgent: string | null): boolean {
  return userAgent === null || BOT.test(userAgent);
}
