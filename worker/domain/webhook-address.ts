/** Names that lead into a network instead of out of it (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|onion|test|invalid)$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Says why a webhook may not go to an address, in a sentence; null where it may. An owner chooses the address, so it must not
 * become a way into a network that only the Worker reaches: https and a public name only, no number in its place. Names that
 * resolve to a private address are left to the platform, which does not route to them.
 *
 * @param options.allowLocal lets a developer's own machine be told, over http too: for test shops and the demo.
 */
export function refuseWebhookAddress(address: string, options: { readonly allowLocal: boolean }): string | null {
  if (!URL.canParse(address)) return 'Is not an address.';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return 'Must not hold a user name or password.';
  const name = url.hostname.replace(/\.$/, '');
  if (options.allowLocal && LOOPBACK.has(name)) {
    return url.protocol === 'http:' || url.protocol === 'https:' ? null : 'Must begin with https://.';
  }
  if (url.protocol !== 'https:') return 'Must begin with https://.';
  // The parser has brought every spelling of a number (octal, hexadecimal, short) into these two forms.
  if (name.startsWith('[') || /^[\d.]+$/.test(name)) return 'Must be a name such as hooks.example.com, not a number.';
  if (!name.includes('.') || PRIVATE_NAMES.test(name)) return 'Must be a name that can be reached from the internet.';
  return null;
}
