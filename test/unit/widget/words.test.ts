import { describe, expect, it } from 'vitest';
import { fill, sentences } from '../../../widget/words.ts';

describe('filling a text', () => {
  it('puts each value in, wherever and however often it stands', () => {
    expect(fill('{give} for {name}, {give}!', { give: '$10', name: 'Ada' })).toBe('$10 for Ada, $10!');
  });

  it('leaves what nobody knows as it is, so that a typing mistake is seen', () => {
    expect(fill('{gvie} off', { give: '$10' })).toBe('{gvie} off');
  });

  it('takes a value as text, whatever signs it holds', () => {
    expect(fill('{name}', { name: '$& {give}' })).toBe('$& {give}');
  });
});

describe('parting a text', () => {
  it.each([
    ['You are offline. Reconnect, then try again.', 'You are offline.', 'Reconnect, then try again.'],
    ['One. Two. Three.', 'One.', 'Two. Three.'],
    ['Only one.', 'Only one.', ''],
    ['À qui pensez-vous\u00a0? À Ada.', 'À qui pensez-vous\u00a0?', 'À Ada.'],
    ['', '', ''],
  ])('%j', (text, first, rest) => {
    expect(sentences(text)).toEqual([first, rest]);
  });
});
