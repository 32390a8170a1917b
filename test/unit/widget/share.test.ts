import { describe, expect, it } from 'vitest';
import { captureTouch } from '../../../sdk/contract/attribution.ts';
import { shareTargets, withChannel } from '../../../widget/popup/share.ts';

const link = 'https://shop.example/?via=ADA7';

describe('a link with its channel', () => {
  it.each([
    ['https://shop.example/?via=ADA7', 'https://shop.example/?via=ADA7.w'],
    ['https://shop.example/p?color=red&via=ADA7&x=1#top', 'https://shop.example/p?color=red&via=ADA7.w&x=1#top'],
    ['https://refer.example/r/ADA7', 'https://refer.example/r/ADA7.w'],
    ['https://refer.example/r/ada7?x=1', 'https://refer.example/r/ada7.w?x=1'],
    ['https://shop.example/?via=ADA77', 'https://shop.example/?via=ADA77'],
    ['https://ada7.example/', 'https://ada7.example/'],
  ])('%s', (plain, expected) => {
    expect(withChannel(plain, 'ADA7', 'w')).toBe(expected);
  });

  it('is read back by the one that captures it', () => {
    const url = new URL(withChannel(link, 'ADA7', 'e'));
    expect(captureTouch(url, ['via'], 0)).toEqual({ code: 'ADA7', seenAt: 0, channel: 'e' });
  });
});

describe('the ways to share', () => {
  it('begin with what people have at hand: text messages on a phone only', () => {
    const first = (isPhone: boolean) =>
      shareTargets(isPhone)
        .slice(0, 3)
        .map((target) => target.channel);
    expect(first(true)).toEqual(['whatsapp', 'sms', 'email']);
    expect(first(false)).toEqual(['email', 'whatsapp', 'x']);
    expect(shareTargets(false).map((target) => target.channel)).not.toContain('sms');
  });

  it.each(shareTargets(true))('$channel carries the whole link, whatever the message holds', ({ href }) => {
    const address = href('Tea & “cake”? 10% #1:', link);
    expect(decodeURIComponent(address)).toContain(link);
    expect(new URL(address).hash).toBe('');
    expect(address).toMatch(/^(https:\/\/|mailto:\?|sms:\?)/);
  });

  it('have a letter each that the link may carry', () => {
    for (const { letter, channel } of shareTargets(true)) {
      const touch = captureTouch(new URL(withChannel(link, 'ADA7', letter)), ['via'], 0);
      expect(touch?.channel, channel).toBe(letter);
    }
  });
});
