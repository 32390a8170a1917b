/**
 * The part of an address that stays with one visitor: IPv4 whole, of IPv6 the first 64 bits, because a household or phone
 * is given at least that many to itself (RFC 6177) and could otherwise ask under a new address each time.
 *
 * @example networkOf('2001:db8::a:1') // '2001:db8:0:0'
 */
export function networkOf(address: string): string {
  const plain = address.toLowerCase();
  if (!plain.includes(':')) return plain;
  // An IPv4 address in IPv6's clothes is that IPv4 address.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
