import { connect } from 'cloudflare:sockets';
import { describe, expect, inject, it } from 'vitest';
import { parseSmtpUrl, smtpTransport } from '../../../worker/connectors/smtp.ts';
import { mailsTo, testMailer } from '../../support/worker-jobs.ts';

const mailTo = (to: string) => ({
  to,
  fromName: 'Café Ada',
  subject:
    'Un proche a commandé\u00a0: 10\u00a0$ pour vous, et ce sujet est bien plus long que soixante-quinze caractères',
  text: `Bonjour,\n.\n..un point\nfin ${'é'.repeat(120)} `,
  html: '<p>Bonjour\u00a0!</p>',
  deliveryId: 'dlv_0000000001',
});

describe('a mail over SMTP', () => {
  it('arrives whole at a real server, whatever its letters and dots', async () => {
    expect(await testMailer()(mailTo('ada@example.com'))).toEqual({ kind: 'sent' });
    const [mail] = await mailsTo('ada@example.com');
    expect(mail).toMatchObject({ from: 'hello@bothways.test', to: 'ada@example.com', user: null });
    const raw = mail!.raw;
    expect(raw).toMatch(
      /^From: =\?utf-8\?B\?[A-Za-z0-9+/=]+\?= <hello@bothways\.test>\r\nTo: <ada@example\.com>\r\nSubject: =\?utf-8\?B\?/,
    );
    expect(raw).toContain('Message-ID: <dlv_0000000001@bothways.test>');
    expect(raw).toMatch(/^[\x20-\x7e\r\n\t]*$/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    const [, text = '', html = ''] = raw.split(/--[0-9a-f-]{36}/);
    expect(unquoted(text)).toBe(mailTo('').text);
    expect(unquoted(html)).toBe(mailTo('').html);
    expect(subjectOf(raw)).toBe(mailTo('').subject);
  });

  it('goes encrypted, with the password, to a server that offers it', async () => {
    expect(await testMailer({ encrypted: true, login: 'shop:right' })(mailTo('tls@example.com'))).toEqual({
      kind: 'sent',
    });
    expect(await mailsTo('tls@example.com')).toMatchObject([{ user: 'shop' }]);
  });

  it('is not sent over a connection whose certificate is for another name', async () => {
    const outcome = await testMailer({ encrypted: true, host: '127.0.0.1', login: 'shop:right' })(
      mailTo('wrong-name@example.com'),
    );
    expect(outcome).toEqual({ kind: 'failed', error: 'The mail server can’t be reached, or hung up.' });
    expect(await mailsTo('wrong-name@example.com')).toEqual([]);
  });

  it('is not sent, and no password said, where encryption was asked for and is not offered', async () => {
    const server = {
      ...parseSmtpUrl(`smtp://shop:right@127.0.0.1:${inject('receivers').smtpPort}`),
      security: 'starttls',
    } as const;
    const world = { connect, realNow: () => Date.now(), newBoundary: () => crypto.randomUUID() };
    const send = smtpTransport(server, { name: null, address: 'hello@bothways.test' }, world);
    expect(await send(mailTo('clear@example.com'))).toEqual({
      kind: 'failed',
      error: 'The mail server offers no encryption.',
    });
    expect(await mailsTo('clear@example.com')).toEqual([]);
  });

  it.each([
    ['refused@example.com', 'refused', 'The mail server does not deliver to this address (550).'],
    ['later@example.com', 'failed', 'The mail server can’t take mail for this address now (451).'],
    ['rejected@example.com', 'refused', 'The mail server rejected the mail (554).'],
    ['dropped@example.com', 'failed', 'The mail server can’t be reached, or hung up.'],
    ['hangup@example.com', 'unknown', 'The mail server did not confirm the mail.'],
    ['two@example.com>\r\nRCPT TO:<evil@example.com', 'refused', 'The address can’t be written to.'],
  ])('to %j is %s, and what is kept of it names nobody', async (to, kind, error) => {
    expect(await testMailer()(mailTo(to))).toEqual({ kind, error });
  });

  it('fails where the password is wrong or nobody listens', async () => {
    expect(await testMailer({ login: 'shop:wrong' })(mailTo('ada@example.com'))).toEqual({
      kind: 'failed',
      error: 'The mail server refused our password (535).',
    });
    const nobody = smtpTransport(
      { ...parseSmtpUrl('smtp://127.0.0.1'), port: 9 },
      { name: null, address: 'a@b.example' },
      { connect, realNow: () => 0, newBoundary: () => 'b' },
    );
    expect(await nobody(mailTo('ada@example.com'))).toEqual({
      kind: 'failed',
      error: 'The mail server can’t be reached, or hung up.',
    });
  });
});

describe('SMTP_URL', () => {
  it.each([
    [
      'smtps://u%40x:p%2Fw@smtp.example.com',
      { host: 'smtp.example.com', port: 465, security: 'tls', credentials: { user: 'u@x', password: 'p/w' } },
    ],
    ['smtp://smtp.example.com', { host: 'smtp.example.com', port: 587, security: 'starttls', credentials: null }],
    ['smtp://localhost:1025', { host: 'localhost', port: 1025, security: 'none', credentials: null }],
  ])('%s', (url, server) => {
    expect(parseSmtpUrl(url)).toEqual(server);
  });

  it.each(['smtp.example.com', 'https://smtp.example.com'])('%s is refused at once', (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(/SMTP_URL/);
  });
});

function unquoted(part: string): string {
  const body = part.slice(part.indexOf('\r\n\r\n') + 4).replace(/\r\n$/, '');
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

function subjectOf(raw: string): string {
  const [, folded = ''] = /^Subject: ((?:.*\r\n )*.*)$/m.exec(raw) ?? [];
  const words = [...folded.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g)].map(([, base64 = '']) =>
    Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
  );
  return words.map((bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)).join('');
}
