import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepReleases } from '../../widget/build/keep-releases.ts';
import { publishRelease, sealRelease, type Releases } from '../../widget/build/release.ts';

const address = 'https://refer.example';
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bothways-releases-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Builds a release of the given version with one chunk, and lays it out for serving in a folder of its own. */
function deployOf(name: string, version: string, chunk: string): string {
  const browser = mkdtempSync(join(folder, 'browser-'));
  writeFileSync(join(browser, 'bothways.js'), `load('${chunk}')`);
  writeFileSync(join(browser, chunk), `export const from = '${name}';`);
  const served = join(folder, name);
  publishRelease(browser, served, sealRelease(browser, version));
  return served;
}

/** A web server of one folder, without the network. */
function serve(served: string, changed: Record<string, string> = {}): typeof fetch {
  return async (input) => {
    const path = new Request(input).url.slice(address.length + 1);
    const text = changed[path] ?? readFileSync(join(served, path), 'utf8');
    return new Response(text);
  };
}

const releasesOf = (served: string): Releases => JSON.parse(readFileSync(join(served, 'releases.json'), 'utf8'));

describe('a release', () => {
  it('is served under a short-lived name for people and under its version for ever', () => {
    const served = deployOf('first', '1.0.0', 'page.aaaa.js');
    const [release] = releasesOf(served).releases;
    expect(readFileSync(join(served, '1.0.0', release!.script))).toEqual(readFileSync(join(served, 'bothways.js')));
    expect(readFileSync(join(served, '_headers'), 'utf8')).toMatchInlineSnapshot(`
      "/*
        X-Content-Type-Options: nosniff

      /bothways.js
        Cache-Control: public, max-age=300, stale-while-revalidate=86400
        Access-Control-Allow-Origin: *
        Cross-Origin-Resource-Policy: cross-origin
        Timing-Allow-Origin: *

      /releases.json
        Cache-Control: public, max-age=300, stale-while-revalidate=86400
        Access-Control-Allow-Origin: *
        Cross-Origin-Resource-Policy: cross-origin
        Timing-Allow-Origin: *

      /dashboard/assets/*
        Cache-Control: public, max-age=31536000, immutable

      /1.0.0/*
        Cache-Control: public, max-age=31536000, immutable
        Access-Control-Allow-Origin: *
        Cross-Origin-Resource-Policy: cross-origin
        Timing-Allow-Origin: *
      "
    `);
  });

  it('lists each file with the hash that a browser checks it by', async () => {
    const served = deployOf('first', '1.0.0', 'page.aaaa.js');
    const [release] = releasesOf(served).releases;
    const digest = await crypto.subtle.digest('SHA-384', readFileSync(join(served, '1.0.0/page.aaaa.js')));
    expect(release?.files['page.aaaa.js']).toBe(`sha384-${Buffer.from(digest).toString('base64')}`);
    expect(Object.keys(release!.files)).toEqual([release!.script, 'page.aaaa.js']);
  });
});

describe('a deploy', () => {
  it('still serves the chunks of the release before it', async () => {
    const old = deployOf('old', '1.0.0', 'page.aaaa.js');
    const next = deployOf('next', '1.1.0', 'page.bbbb.js');
    await keepReleases(next, address, serve(old));
    expect(readFileSync(join(next, '1.0.0/page.aaaa.js'), 'utf8')).toContain("'old'");
    expect(releasesOf(next)).toMatchObject({ latest: '1.1.0', releases: [{ version: '1.1.0' }, { version: '1.0.0' }] });
    expect(readFileSync(join(next, '_headers'), 'utf8')).toContain(
      '/1.0.0/*\n  Cache-Control: public, max-age=31536000, immutable',
    );
  });

  it('keeps both builds of a version that was built twice, and names the newer script', async () => {
    const old = deployOf('old', '1.0.0', 'page.aaaa.js');
    const next = deployOf('next', '1.0.0', 'page.bbbb.js');
    const script = releasesOf(next).releases[0]?.script;
    await keepReleases(next, address, serve(old));
    expect(readdirSync(join(next, '1.0.0'))).toEqual(expect.arrayContaining(['page.aaaa.js', 'page.bbbb.js']));
    expect(releasesOf(next).releases.map((release) => release.script)).toEqual([script]);
  });

  it('starts from nothing where nothing was deployed', async () => {
    const next = deployOf('next', '1.0.0', 'page.bbbb.js');
    const kept = await keepReleases(next, address, async () => new Response('', { status: 404 }));
    expect(kept.releases).toHaveLength(1);
  });

  it.each([
    ['the live Worker is failing', async () => new Response('', { status: 503 }), /answered 503/],
    ['a list names a path', serveList('../../etc/passwd'), /no file name/],
  ])('stops when %s', async (_, fetcher, message) => {
    const next = deployOf('next', '1.1.0', 'page.bbbb.js');
    await expect(keepReleases(next, address, fetcher)).rejects.toThrow(message);
  });

  it('stops when a file is not the one its list promises', async () => {
    const old = deployOf('old', '1.0.0', 'page.aaaa.js');
    const next = deployOf('next', '1.1.0', 'page.bbbb.js');
    const tampered = serve(old, { '1.0.0/page.aaaa.js': 'alert(1)' });
    await expect(keepReleases(next, address, tampered)).rejects.toThrow('is not the file');
  });
});

function serveList(name: string): typeof fetch {
  const list: Releases = {
    latest: '1.0.0',
    releases: [{ version: '1.0.0', script: name, files: { [name]: 'sha384-' } }],
  };
  return async () => Response.json(list);
}
