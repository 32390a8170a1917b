import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync('worker/storage/README.md', 'utf8');
const sql = readdirSync('worker/migrations')
  .map((file) => readFileSync(`worker/migrations/${file}`, 'utf8'))
  .join('\n');

/** The part of the README on one table. */
const sectionOf = (table: string) => readme.split(/^### /m).find((part) => part.startsWith(`\`${table}\``)) ?? '';

const tables = [...sql.matchAll(/^CREATE TABLE (\w+) \(\n([\s\S]*?)\n\)/gm)].map(([, name = '', body = '']) => ({
  name,
  columns: [...body.matchAll(/^ {2}([a-z_]+) +(?:TEXT|INTEGER)/gm)].map(([, column = '']) => column),
}));
const indexes = [...sql.matchAll(/^CREATE (UNIQUE )?INDEX (\w+) ON (\w+) (\([^;]*?);/gm)].map(
  ([, unique, name = '', table = '', on = '']) => ({ name, table, on, isUnique: unique !== undefined }),
);

describe('the description of what is stored', () => {
  it('is asked about every table and index', () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(indexes.length).toBeGreaterThan(20);
  });

  it.each(tables.filter(({ name }) => name !== 'guards'))(
    'shows a row of $name with every column it has',
    ({ name, columns }) => {
      const rows = [...sectionOf(name).matchAll(/^- Row: `\{ (.*) \}`$/gm)].map(([, row = '']) => row);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const shown = [...row.matchAll(/(?:^|, )([a-z_]+): /g)].map(([, column]) => column);
        expect(shown).toEqual(columns);
      }
      expect(sectionOf(name)).toMatch(/^- Key: /m);
      expect(sectionOf(name)).toMatch(/^- Lives: /m);
    },
  );

  it.each(indexes)('tells what $name is for, as it is', ({ name, table, on, isUnique }) => {
    const line = sectionOf(table)
      .split('\n')
      .find((each) => each.includes(`\`${name}\``));
    expect(line).toContain(`\`${on.replaceAll(/\s+/g, ' ')}\``);
    expect(line?.includes(', unique:')).toBe(isUnique);
  });

  it('names every table and no other', () => {
    const described = [...readme.matchAll(/^### `(\w+)`$/gm)].map(([, name]) => name);
    expect(new Set(described)).toEqual(new Set(tables.map(({ name }) => name)));
  });

  it('names every prefix of KV', () => {
    const code = readdirSync('worker/storage')
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`worker/storage/${file}`, 'utf8'))
      .filter((text) => text.includes('kv.'))
      .join('\n');
    const prefixes = [...code.matchAll(/`([a-z]+:(?:\d+:)?)\$\{/g)].map(([, prefix = '']) => prefix);
    expect(prefixes.length).toBeGreaterThan(0);
    for (const prefix of prefixes) expect(readme).toContain(`| \`${prefix}<`);
  });
});
