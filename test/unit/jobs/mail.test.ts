import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMime, isPlainAddress, parseMailbox, quotedPrintable } from '../../../worker/connectors/mime.ts';
import { mailAddress } from '../../../worker/domain/mail.ts';

const unquoted = (text: string): string => {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.codePointAt(0) ?? 0));
};

describe('the body of a mail', () => {
  it('comes back the same from short lines of ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const lines = text.replaceAll(/\r\n|\r|\n/g, '\r\n');
        const quoted = quotedPrintable(text);
        expect(unquoted(quoted)).toBe(lines);
        for (const line of quoted.split('\r\n')) expect(line).toMatch(/^[\t\x20-\x7e]{0,76}$/);
        expect(quoted).not.toMatch(/[ \t](\r\n|$)/);
      }),
    );
  });
});

describe('the head of a mail', () => {
  const mail = { to: 'ada@example.com', fromName: 'Shop', subject: 'Hi', text: 'Hi', html: 'Hi', deliveryId: 'dlv_1' };
  const head = (more: Partial<typeof mail>) =>
    composeMime({ ...mail, ...more }, { name: null, address: 'hello@shop.example' }, new Date(0), 'b').split(
      '\r\n\r\n',
    )[0] ?? '';

  it('gets no line of anybody’s making', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, fromName) => {
        const names = head({ subject, fromName })
          .replaceAll(/\r\n /g, ' ')
          .split('\r\n')
          .map((line) => line.split(':')[0]);
        expect(names).toEqual([
          'From',
          'To',
          'Subject',
          'Date',
          'Message-ID',
          'Auto-Submitted',
          'MIME-Version',
          'Content-Type',
        ]);
      }),
    );
  });

  it('has the shop’s name before the address, in quotes or encoded', () => {
    expect(head({ fromName: 'Ada, "Inc."' })).toContain('From: "Ada, Inc." <hello@shop.example>\r\n');
    expect(head({ fromName: 'Été' })).toContain('From: =?utf-8?B?w4l0w6k=?= <hello@shop.example>\r\n');
    expect(head({ fromName: '' })).toContain('From: <hello@shop.example>\r\n');
  });

  it.each(['a@b.example>', 'a b@c.example', 'a@b,c', '', 'a@@b.example', 'a@b.example\r\nRCPT'])(
    'is never addressed to %j',
    (address) => {
      expect(isPlainAddress(address)).toBe(false);
    },
  );

  it.each([
    ['Ada’s shop <hello@shop.example>', { name: 'Ada’s shop', address: 'hello@shop.example' }],
    ['"Shop" <hello@shop.example>', { name: 'Shop', address: 'hello@shop.example' }],
    ['hello@shop.example', { name: null, address: 'hello@shop.example' }],
  ])('comes from %s', (text, mailbox) => {
    expect(parseMailbox(text)).toEqual(mailbox);
  });

  it.each(['', 'Shop', 'Shop <hello>, <other@shop.example>'])('does not come from %j', (text) => {
    expect(() => parseMailbox(text)).toThrow('MAIL_FROM');
  });
});

describe('the page a mail leads to', () => {
  const origins = ['https://shop.example', 'http://127.0.0.1:8788'];

  it.each([
    [['https://shop.example/a?b=c#d'], 'https://shop.example/a?b=c'],
    [['https://evil.example/', 'https://shop.example/'], 'https://shop.example/'],
    [[undefined, 'http://127.0.0.1:8788/'], 'http://127.0.0.1:8788/'],
  ])('%j → %s', (candidates, page) => {
    expect(mailAddress(candidates, origins)?.href).toBe(page);
  });

  it.each([
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://user:pw@shop.example/',
    'http://shop.example/',
    'https://shop.example:444/',
    'javascript:alert(1)',
    '//shop.example/',
    'data:text/html,hi',
  ])('is never %s', (candidate) => {
    expect(mailAddress([candidate], origins)).toBeNull();
  });
});
