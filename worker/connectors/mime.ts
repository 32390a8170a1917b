import type { Mail } from '../domain/mail.ts';

const LINE = '\r\n';
const utf8 = new TextEncoder();

/** A mailbox as MAIL_FROM writes it: `Ada's shop <hello@shop.example>`, or the address alone. */
export interface Mailbox {
  readonly name: string | null;
  readonly address: string;
}

/** Reads a mailbox; throws where there is no plain address in it, because a wrong setting has to be seen at once. */
export function parseMailbox(text: string): Mailbox {
  const [, name, inBrackets] = /^\s*([^<>]*?)\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  if (!isPlainAddress(address)) throw new Error('MAIL_FROM has to be an address such as "Shop <hello@shop.example>"');
  return { name: name?.replaceAll('"', '') || null, address };
}

/** Whether an address can stand in a mail's head and in an SMTP command as it is: nothing in it ends a line or a bracket. */
export function isPlainAddress(address: string): boolean {
  return /^[^\s<>@,;:\\"()[\]\p{C}]+@[^\s<>@,;:\\"()[\]\p{C}]+$/u.test(address) && address.length <= 254;
}

/**
 * Writes a mail as it goes over the wire (RFC 5322, RFC 2045–2047): ASCII only, so that it needs no SMTP extension.
 *
 * @param boundary random, so that the mail's own text never holds it.
 */
export function composeMime(mail: Mail, from: Mailbox, sentAt: Date, boundary: string): string {
  const part = (type: string, content: string) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; charset=utf-8`,
      'Content-Transfer-Encoding: quoted-printable',
      '',
      quotedPrintable(content),
    ].join(LINE);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return [
    `From: ${encodeName(mail.fromName || from.name || '')}<${from.address}>`,
    `To: <${mail.to}>`,
    `Subject: ${encodeWords(mail.subject)}`,
    `Date: ${sentAt.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${mail.deliveryId}@${domain}>`,
    // Keeps out-of-office robots from answering (RFC 3834).
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative;${LINE} boundary="${boundary}"`,
    '',
    part('text/plain', mail.text),
    part('text/html', mail.html),
    `--${boundary}--`,
    '',
  ].join(LINE);
}

function encodeName(name: string): string {
  if (name === '') return '';
  // An encoded word may not stand in quotes (RFC 2047, section 5).
  return /^[\x20-\x7e]*$/.test(name) ? `"${name.replaceAll(/["\\]/g, '')}" ` : `${encodeWords(name)} `;
}

/** Writes a header's text as encoded words of at most 75 characters, cut between characters, never inside one. */
function encodeWords(text: string): string {
  const clean = text.replaceAll(/\p{C}+/gu, ' ').trim();
  if (/^[\x20-\x7e]{0,60}$/.test(clean) && !clean.includes('=?')) return clean;
  const words: string[] = [];
  let word: number[] = [];
  for (const char of clean) {
    const bytes = utf8.encode(char);
    if (word.length + bytes.length > 42) {
      words.push(encodedWord(word));
      word = [];
    }
    word.push(...bytes);
  }
  return [...words, encodedWord(word)].join(`${LINE} `);
}

function encodedWord(bytes: readonly number[]): string {
  return `=?utf-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
}

/** RFC 2045, section 6.7: lines of at most 76 characters, everything but plain ASCII as `=XX`. */
export function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => softBreaks(Array.from(utf8.encode(line), quoteByte), line))
    .join(LINE);
}

function quoteByte(byte: number): string {
  const plain = (byte >= 32 && byte <= 126 && byte !== 61) || byte === 9;
  return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function softBreaks(quoted: readonly string[], line: string): string {
  let out = '';
  let width = 0;
  for (const [index, piece] of quoted.entries()) {
    // Blanks at the end of a line are lost on the way, so the last one is written out.
    const isLastBlank = index === quoted.length - 1 && /[ \t]$/.test(line);
    const written = isLastBlank ? `=${piece.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : piece;
    if (width + written.length > 75) {
      out += `=${LINE}`;
      width = 0;
    }
    out += written;
    width += written.length;
  }
  return out;
}
