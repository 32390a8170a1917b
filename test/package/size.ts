import { readFileSync, writeFileSync } from 'node:fs';
import { measureSizes, sizeTable, withTable } from '../support/sizes.ts';

// npm run size: prints the table; `-- --write` puts it into the README.
const table = sizeTable(await measureSizes());
console.log(table);
if (process.argv.includes('--write')) writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), table));
