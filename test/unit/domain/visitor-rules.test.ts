import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import { networkOf } from '../../../worker/domain/address.ts';
import { isBot } from '../../../worker/domain/bots.ts';
import { channelLetter, linkTo } from '../../../worker/domain/link.ts';
import { programOpening } from '../../../worker/domain/opening.ts';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8:1::', '2001:db8:1:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('a user agent', () => {
  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Twitterbot/1.0',
    'WhatsApp/2.23.20.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'curl/8.9.1',
    '',
  ])('that says it is a program is one: %s', (userAgent) => {
    expect(isBot(userAgent)).toBe(true);
  });

  it.each([
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/150.0.0.0 Safari/537.36',
  ])('of a browser is a person’s: %s', (userAgent) => {
    expect(isBot(userAgent)).toBe(false);
  });

  it('that is missing is no browser', () => {
    expect(isBot(null)).toBe(true);
  });
});

describe('a link', () => {
  it.each([
    ['https://shop.example', 'https://shop.example/?via=ADA777'],
    ['https://shop.example/sale?page=2#top', 'https://shop.example/sale?page=2&via=ADA777#top'],
    ['https://shop.example/?via=OLD', 'https://shop.example/?via=ADA777'],
  ])('keeps what %s holds besides', (landing, link) => {
    expect(linkTo(landing, 'ADA777')).toBe(link);
  });

  it('carries the channel as a letter', () => {
    expect(linkTo('https://shop.example/', 'ADA777', channelLetter('w'))).toBe('https://shop.example/?via=ADA777.w');
  });

  it.each([undefined, '', 'ww', 'toString', 'W', '1'])('carries no channel for %j', (letter) => {
    expect(channelLetter(letter)).toBeUndefined();
  });
});

describe('a program', () => {
  const settings = defaultSettings('USD', 'https://shop.example/');
  const program = { state: 'active', settings } as const;

  it('is paused or over before it is exhausted', () => {
    const full = { committed: 100_000, cap: 100_000 };
    expect(programOpening({ ...program, state: 'paused' }, full, 0)).toBe('paused');
    expect(programOpening({ ...program, state: 'ended' }, full, 0)).toBe('over');
    expect(programOpening(program, full, 0)).toBe('exhausted');
  });

  it('never runs out of a budget it does not have', () => {
    const free = { ...program, settings: { ...settings, budgetMinor: null } };
    expect(programOpening(free, { committed: 9_000_000, cap: null }, 0)).toBe('open');
  });
});
