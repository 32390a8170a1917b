import { describe, expect, it } from 'vitest';
import { words as en } from '../../../worker/dashboard/words/en/index.ts';
import { words as fr } from '../../../worker/dashboard/words/fr/index.ts';

/** Every sentence of a language, with its path; what takes values is given some. */
function sentences(words: object, path = ''): readonly (readonly [path: string, text: string])[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[here, value] as const];
    if (typeof value === 'function')
      return [0, 1, 2].map((count) => [here, String(value(count, String(count), 'x'))] as const);
    return typeof value === 'object' && value !== null ? sentences(value, here) : [];
  });
}

describe('the words', () => {
  it('are all there, in both languages', () => {
    const paths = (words: object) => [...new Set(sentences(words).map(([path]) => path))];
    expect(paths(fr)).toEqual(paths(en));
    expect(sentences(fr).filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(sentences(en).length).toBeGreaterThan(400);
  });

  it('are French in French: no sentence was left as it was', () => {
    const english = new Map(sentences(en));
    const same = sentences(fr).filter(([path, text]) => text.length > 14 && english.get(path) === text);
    expect(same.map(([path]) => path)).toEqual([]);
  });

  it('keep French signs with their word', () => {
    const parted = sentences(fr).filter(([, text]) => / [:;!?»]/.test(text) || /« /.test(text));
    expect(parted).toEqual([]);
  });

  it('use the curly apostrophe', () => {
    const straight = [...sentences(en), ...sentences(fr)].filter(
      ([, text]) => text.includes("'") && !text.includes('bothways('),
    );
    // “can't” and the like in English are told apart from French elisions by nothing: one rule for both.
    expect(straight.map(([, text]) => text)).toEqual([]);
  });
});
