import type { Outcome } from '../domain/delivery.ts';
import type { Mail, SendMail } from '../domain/mail.ts';
import { composeMime, isPlainAddress } from './mime.ts';
import type { Mailbox } from './mime.ts';
import { SmtpSession } from './smtp-session.ts';
import type { SmtpReply } from './smtp-session.ts';

/** `connect` of `cloudflare:sockets`. */
export type Connect = (address: SocketAddress, options: SocketOptions) => Socket;

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` before anything is said, `none` only on one's own machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

/** What the outside world gives. */
export interface SmtpWorld {
  readonly connect: Connect;
  readonly realNow: () => number;
  /** Random letters and digits. */
  readonly newBoundary: () => string;
}

/** How long one mail may take from the first byte to the last. */
const TIMEOUT_MS = 20_000;

/**
 * Reads SMTP_URL: `smtps://user:password@smtp.example.com` (port 465, encrypted throughout) or `smtp://…` (port 587, encrypted
 * before the password is said; a server that can't is refused). Only to this very machine may it stay plain.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  if (!URL.canParse(text)) throw new Error('SMTP_URL has to look like smtps://user:password@smtp.example.com');
  const url = new URL(text);
  if (url.protocol !== 'smtps:' && url.protocol !== 'smtp:') {
    throw new Error('SMTP_URL has to begin with smtps:// or smtp://');
  }
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const security = url.protocol === 'smtps:' ? 'tls' : isLocal ? 'none' : 'starttls';
  return {
    host: url.hostname,
    port: Number(url.port) || (security === 'tls' ? 465 : 587),
    security,
    credentials:
      url.username === ''
        ? null
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}

/**
 * Sends mail over SMTP (RFC 5321), a conversation for each. Written here because `worker-mailer` reads on without end when
 * a server hangs up, which costs a Worker all its CPU time, writes recipients into the log, goes on unencrypted where
 * STARTTLS was taken out of the greeting, and can't tell a mail that was not taken from one that nobody confirmed.
 */
export function smtpTransport(server: SmtpServer, from: Mailbox, world: SmtpWorld): SendMail {
  return async (mail) => {
    if (!isPlainAddress(mail.to)) return { kind: 'refused', error: 'The address can’t be written to.' };
    const session = new SmtpSession(world.connect, server);
    const timer = setTimeout(() => void session.close(), TIMEOUT_MS);
    // From here on the server may have taken the mail, whether or not its answer comes back.
    let handedOver = false;
    try {
      const greeted = await greet(session, server, from);
      if (greeted) return greeted;
      const refused = await address(session, mail, from);
      if (refused) return refused;
      handedOver = true;
      await session.write(dotStuffed(composeMime(mail, from, new Date(world.realNow()), world.newBoundary())));
      return afterBody(await session.reply());
    } catch {
      if (handedOver) return { kind: 'unknown', error: 'The mail server did not confirm the mail.' };
      return { kind: 'failed', error: 'The mail server can’t be reached, or hung up.' };
    } finally {
      clearTimeout(timer);
      // A mail that was taken stays taken, however the goodbye goes.
      await session.write('QUIT\r\n').catch(() => undefined);
      await session.close();
    }
  };
}

/** Greets, encrypts and signs in; null where all went well. */
async function greet(session: SmtpSession, server: SmtpServer, from: Mailbox): Promise<Outcome | null> {
  const hello = `EHLO ${from.address.slice(from.address.lastIndexOf('@') + 1)}`;
  const greeting = await session.reply();
  if (greeting.code !== 220) return failed('The mail server did not greet', greeting);
  let offer = await session.command(hello);
  if (offer.code !== 250) return failed('The mail server refused our greeting', offer);
  if (server.security === 'starttls') {
    // Without it the password would be said in the clear, by a server or by someone in between who took the line out.
    if (!offers(offer, 'STARTTLS')) return { kind: 'failed', error: 'The mail server offers no encryption.' };
    const ready = await session.command('STARTTLS');
    if (ready.code !== 220) return failed('The mail server refused encryption', ready);
    session.startTls();
    offer = await session.command(hello);
  }
  return server.credentials ? signIn(session, offer, server.credentials) : null;
}

async function signIn(
  session: SmtpSession,
  offer: SmtpReply,
  { user, password }: NonNullable<SmtpServer['credentials']>,
): Promise<Outcome | null> {
  if (offers(offer, 'AUTH', 'PLAIN')) {
    const done = await session.command(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
    return done.code === 235 ? null : failed('The mail server refused our password', done);
  }
  const asked = await session.command('AUTH LOGIN');
  if (asked.code !== 334) return failed('The mail server knows no way to sign in that we know', asked);
  await session.command(base64(user));
  const done = await session.command(base64(password));
  return done.code === 235 ? null : failed('The mail server refused our password', done);
}

/** Says from whom and to whom, and asks to send the body; null where the server is ready for it. */
async function address(session: SmtpSession, mail: Mail, from: Mailbox): Promise<Outcome | null> {
  const sender = await session.command(`MAIL FROM:<${from.address}>`);
  if (sender.code !== 250) return failed('The mail server refused our sender', sender);
  const recipient = await session.command(`RCPT TO:<${mail.to}>`);
  if (recipient.code >= 500) {
    return { kind: 'refused', error: `The mail server does not deliver to this address (${recipient.code}).` };
  }
  if (recipient.code >= 300) return failed('The mail server can’t take mail for this address now', recipient);
  const ready = await session.command('DATA');
  return ready.code === 354 ? null : failed('The mail server refused the mail', ready);
}

function afterBody(taken: SmtpReply): Outcome {
  if (taken.code >= 200 && taken.code < 300) return { kind: 'sent' };
  return taken.code >= 500
    ? { kind: 'refused', error: `The mail server rejected the mail (${taken.code}).` }
    : failed('The mail server put the mail off', taken);
}

// The server's own words are left out: they often repeat the recipient's address, and errors are kept and shown.
function failed(what: string, reply: SmtpReply): Outcome {
  return { kind: 'failed', error: `${what} (${reply.code}).` };
}

function offers(offer: SmtpReply, keyword: string, value?: string): boolean {
  return offer.lines.some((line) => {
    const [name, ...values] = line.toUpperCase().split(/[ =]/);
    return name === keyword && (value === undefined || values.includes(value));
  });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** A line that begins with a dot gets another, because a dot alone ends the mail (RFC 5321, section 4.5.2). */
function dotStuffed(mime: string): string {
  return `${mime.replaceAll(/^\./gm, '..')}.\r\n`;
}
