import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Releases } from '../../widget/build/release.ts';
import { integrityOf } from '../../widget/build/release.ts';
import { createServer } from '../support/harness.ts';

const server = createServer();
const { latest, releases }: Releases = JSON.parse(readFileSync('dist/public/releases.json', 'utf8'));
const release = releases.find(({ version }) => version === latest)!;
let address: URL;
beforeAll(async () => void (address = (await server.listen()).url));
afterAll(() => server.close());

const get = (path: string) => fetch(new URL(path, address));

describe('the browser files', () => {
  const forEver = 'public, max-age=31536000, immutable';
  const files: readonly (readonly [path: string, cacheControl: string])[] = [
    ['/bothways.js', 'public, max-age=300, stale-while-revalidate=86400'],
    ...Object.keys(release.files).map((name) => [`/${latest}/${name}`, forEver] as const),
  ];
  it.each(files)('serves %s to any page, also an isolated one', async (path, cacheControl) => {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': cacheControl,
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'timing-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
  });

  it('are the bytes that their integrity promises, the short-lived name too', async () => {
    for (const [name, integrity] of Object.entries(release.files)) {
      const reply = await get(`/${latest}/${name}`);
      expect(integrityOf(new Uint8Array(await reply.arrayBuffer()))).toBe(integrity);
    }
    const people = await get('/bothways.js');
    expect(integrityOf(new Uint8Array(await people.arrayBuffer()))).toBe(release.files[release.script]);
  });

  it('answers 404 to a file that no release has', async () => {
    expect((await get(`/${latest}/page.00000000.js`)).status).toBe(404);
  });
});
