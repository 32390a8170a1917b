import { parse, serialize } from 'hono/utils/cookie';

const NAME = 'bothways_session';

// `__Host-` makes the browser refuse a cookie that a sibling subdomain planted. It wants https; over http only the local demo
// runs, and Safari keeps no Secure cookie from http://localhost.
const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');
const nameAt = (publicUrl: string): string => (isSecure(publicUrl) ? `__Host-${NAME}` : NAME);

/** Reads the dashboard's session token from a Cookie header. */
export function readSessionCookie(header: string | null, publicUrl: string): string | null {
  const name = nameAt(publicUrl);
  return header === null ? null : (parse(header, name)[name] ?? null);
}

/**
 * Writes the dashboard's session cookie: never readable by scripts, never sent by another site's page.
 *
 * @param maxAgeSeconds 0 signs out.
 */
export function sessionCookie(token: string, maxAgeSeconds: number, publicUrl: string): string {
  const secure = isSecure(publicUrl);
  return serialize(nameAt(publicUrl), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: maxAgeSeconds,
  });
}
