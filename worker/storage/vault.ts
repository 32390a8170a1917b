const utf8 = new TextEncoder();

/**
 * Everything keyed: hashes of identities, sealed personal data, signatures. All keys are derived from one master secret, each
 * for one purpose, so that a value made for one purpose never passes for another.
 */
export interface Vault {
  /** A keyed hash, base64url: the same text of one shop and purpose always gives the same, and nobody without the key can make it. */
  hash(purpose: string, text: string): Promise<string>;
  /** Compares a text with a hash made by {@link Vault.hash} in constant time. */
  verify(purpose: string, text: string, hash: string): Promise<boolean>;
  /** Makes a new data key, wrapped: to be stored beside the data it seals, and destroyed with it. */
  newKey(): Promise<string>;
  /** Encrypts under a wrapped key, or under the master key where it is null (for what belongs to the shop, not to a person). */
  seal(wrappedKey: string | null, text: string): Promise<string>;
  /** Decrypts what {@link Vault.seal} made; throws where the key is wrong or the text was changed. */
  open(wrappedKey: string | null, sealed: string): Promise<string>;
}

/** Opens the vault over a master secret of at least 32 bytes in base64url. */
export async function openVault(masterSecret: string): Promise<Vault> {
  const bytes = fromBase64Url(masterSecret);
  if (bytes.length < 32) throw new Error('BOTHWAYS_KEY has to hold at least 32 random bytes in base64url');
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  const derive = (purpose: string, algorithm: SubtleCryptoImportKeyAlgorithm, usages: string[]) =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode(`bothways ${purpose}`) },
      master,
      algorithm,
      false,
      usages,
    );
  const wrapping = await derive('wrap v1', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']);
  const hmacKeys = new Map<string, Promise<CryptoKey>>();
  const hmacKey = (purpose: string) => {
    const known =
      hmacKeys.get(purpose) ??
      derive(`hash ${purpose}`, { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign', 'verify']);
    hmacKeys.set(purpose, known);
    return known;
  };
  const unwrap = async (wrapped: string | null) =>
    wrapped === null
      ? wrapping
      : crypto.subtle.importKey('raw', await decrypt(wrapping, wrapped), 'AES-GCM', false, ['encrypt', 'decrypt']);

  return {
    hash: async (purpose, text) =>
      toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await hmacKey(purpose), utf8.encode(text)))),
    verify: async (purpose, text, hash) =>
      crypto.subtle.verify('HMAC', await hmacKey(purpose), fromBase64Url(hash), utf8.encode(text)),
    newKey: async () => encrypt(wrapping, crypto.getRandomValues(new Uint8Array(32))),
    seal: async (wrapped, text) => encrypt(await unwrap(wrapped), utf8.encode(text)),
    open: async (wrapped, sealed) => new TextDecoder().decode(await decrypt(await unwrap(wrapped), sealed)),
  };
}

/** SHA-256 in lower-case hex: how keys and tokens are stored. They are random, so a plain hash can't be guessed back. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function encrypt(key: CryptoKey, plain: BufferSource): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
  const whole = new Uint8Array(12 + cipher.length);
  whole.set(iv);
  whole.set(cipher, 12);
  return toBase64Url(whole);
}

async function decrypt(key: CryptoKey, sealed: string): Promise<Uint8Array<ArrayBuffer>> {
  const whole = fromBase64Url(sealed);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: whole.subarray(0, 12) }, key, whole.subarray(12)),
  );
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
