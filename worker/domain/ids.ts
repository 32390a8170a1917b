// Crockford's alphabet without the letters that are mistaken for digits; for codes, vowels are left out too, so that no
// word is formed by chance.
const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_ALPHABET = '23456789BCDFGHJKLMNPQRSTVWXZ';

/** What an id is for, as the letters before its underscore. */
export type IdPrefix =
  | 'shp'
  | 'key'
  | 'usr'
  | 'prg'
  | 'prs'
  | 'rfl'
  | 'evt'
  | 'rwd'
  | 'trf'
  | 'dlv'
  | 'whk'
  | 'mal'
  | 'aud'
  | 'req';

/**
 * Makes an id whose first ten characters are the time, so that ids sort by birth.
 *
 * @param random sixteen random bytes.
 */
export function makeId(prefix: IdPrefix, now: number, random: Uint8Array): string {
  let time = '';
  for (let rest = now, place = 0; place < 10; place++, rest = Math.floor(rest / 32))
    time = ID_ALPHABET.charAt(rest % 32) + time;
  const tail = Array.from(random.subarray(0, 16), (byte) => ID_ALPHABET.charAt(byte % 32)).join('');
  return `${prefix}_${time}${tail}`;
}

/** Makes a code that people read aloud and type: 28 letters and digits; bytes of 252 and more are passed over, so that each is as likely. */
export function makeCode(length: number, nextByte: () => number): string {
  let code = '';
  while (code.length < length) {
    const byte = nextByte();
    if (byte < 252) code += CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length);
  }
  return code;
}
