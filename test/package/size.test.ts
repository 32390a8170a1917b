import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureSizes, sizeTable, tableOf, withTable } from '../support/sizes.ts';

const sizes = await measureSizes();

describe('what a browser loads', () => {
  it.each(sizes)('$what stays within $budgetBytes bytes', ({ bytes, budgetBytes }) => {
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(budgetBytes);
  });
});

describe("the README's size table", () => {
  it('is what was built; `npm run size -- --write` rewrites it', () => {
    expect(tableOf(readFileSync('README.md', 'utf8'))).toBe(sizeTable(sizes));
  });

  it('is replaced between its markers and nowhere else', () => {
    const readme = 'before\n<!-- sizes -->\nold $1\n<!-- /sizes -->\nafter';
    expect(withTable(readme, 'new $&')).toBe('before\n<!-- sizes -->\n\nnew $&\n\n<!-- /sizes -->\nafter');
    expect(() => withTable('no markers', 'new')).toThrow('no <!-- sizes -->');
  });
});
