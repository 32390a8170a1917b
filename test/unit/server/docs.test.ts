import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../../sdk/contract/problem.ts';
import { deriveIdentityKey } from '../../../sdk/contract/identity.ts';
import * as sdk from '../../../sdk/server/index.ts';
import { readIdentityKeyId, verifyIdentityToken } from '../../../worker/domain/identity-token.ts';
import { secretKey } from './api.ts';

const guide = readFileSync('docs/server.md', 'utf8');
const samples = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
const setting = "import type { Bothways } from 'bothways/server';\ndeclare const bothways: Bothways;\n";

describe('docs/server.md', () => {
  it('shows only code that the types allow', { timeout: 60_000 }, () => {
    expect(samples.length).toBeGreaterThan(7);
    const folder = mkdtempSync(join(tmpdir(), 'bothways-docs-'));
    try {
      samples.forEach((code, index) => {
        const alone = code.includes("from 'bothways/server'");
        writeFileSync(join(folder, `sample-${index}.ts`), `${alone ? '' : setting}${code}\nexport {};\n`);
      });
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(projectOf()));
      // Its output is the list of what is wrong.
      const run = () =>
        execFileSync(resolve('node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
      expect(outputOf(run)).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names every error class, every code with its class, and no other', () => {
    const rows = [...guide.matchAll(/^\| `(\w+Error)`[^|]*\| ([^|]+)\|/gm)];
    const told = new Map(
      rows.map(([, name = '', codes = '']) => [name, [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => code)]),
    );
    const classes = Object.keys(sdk).filter(
      (name) => name.endsWith('Error') && !['CallError', 'ProblemError'].includes(name),
    );
    expect([...told.keys()].toSorted()).toEqual(classes.toSorted());
    const codes = [...told.values()].flat();
    expect(Object.keys(PROBLEMS).filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe('docs/api.md', () => {
  it('describes identity tokens well enough to make one by hand', async () => {
    // The steps of its table, and of its PHP, with nothing but hashes.
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const key = createHmac('sha256', secretKey).update('bothways identity v1').digest();
    const kid = createHash('sha256').update(secretKey).digest('hex').slice(0, 16);
    const signed = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part({ aud: 'bothways', sub: '77', exp: 1_000_600 })}`;
    const token = `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    const verifier = await deriveIdentityKey(secretKey, globalThis.crypto.subtle);
    expect(readIdentityKeyId(token)).toBe(kid);
    expect(await verifyIdentityToken(token, verifier, 1_000_000_000)).toMatchObject({ customerId: '77' });
  });
});

function projectOf(): object {
  return {
    extends: resolve('tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      noEmit: true,
      noUnusedLocals: false,
      emitDeclarationOnly: false,
      rootDir: '/',
      lib: ['es2023', 'dom', 'dom.iterable'],
      types: ['node'],
      typeRoots: [resolve('node_modules/@types')],
      paths: { 'bothways/server': [resolve('sdk/server/index.ts')] },
    },
    include: ['.'],
  };
}

function outputOf(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return String((error as { stdout: unknown }).stdout);
  }
}
