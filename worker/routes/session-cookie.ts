import { parse, serialize } from 'hono/utils/cookie';

const NAME = 'bothways_session';

/** Reads the dashboard's session token from a Cookie header. */
export function readSessionCookie(header: string | null): string | null {
  return header === null ? null : (parse(header, NAME)[NAME] ?? null);
}

/**
 * Writes the dashboard's session cookie: never readable by scripts, never sent by another site's page.
 *
 * @param maxAgeSeconds 0 signs out.
 */
export function sessionCookie(token: string, maxAgeSeconds: number, publicUrl: string): string {
  // Over http only the local demo runs, and Safari keeps no Secure cookie from http://localhost.
  const secure = publicUrl.startsWith('https:');
  return serialize(NAME, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: maxAgeSeconds });
}
