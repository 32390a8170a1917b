import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { integrityOf, writeReleases, type Release, type Releases } from './release.ts';

/**
 * Brings the releases that are served today into the folder of the next deploy, so that a page opened before the deploy
 * still finds its lazy chunks and a pinned tag stays good. The live Worker is the archive: nothing is committed.
 * Throws when it cannot be read or a file is not the one its list promises; a 404 means that nothing was deployed yet.
 *
 * @example await keepReleases('dist/public', 'https://refer.example.com', fetch);
 */
export async function keepReleases(publicFolder: string, address: string, fetcher: typeof fetch): Promise<Releases> {
  const next = parseReleases(readFileSync(join(publicFolder, 'releases.json'), 'utf8'));
  const reply = await fetcher(`${address}/releases.json`, { cache: 'no-store' });
  if (reply.status === 404) return next;
  if (!reply.ok) throw new Error(`${address}/releases.json answered ${reply.status}`);
  const served = parseReleases(await reply.text());

  for (const { version, files } of served.releases) {
    mkdirSync(join(publicFolder, version), { recursive: true });
    for (const [name, integrity] of Object.entries(files)) {
      const path = join(publicFolder, version, name);
      if (!existsSync(path)) writeFileSync(path, await download(`${address}/${version}/${name}`, integrity, fetcher));
    }
  }

  const merged = { latest: next.latest, releases: mergeReleases(next.releases, served.releases) };
  writeReleases(publicFolder, merged);
  return merged;
}

async function download(url: string, integrity: string, fetcher: typeof fetch): Promise<Uint8Array> {
  const reply = await fetcher(url);
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  const bytes = new Uint8Array(await reply.arrayBuffer());
  if (integrityOf(bytes) !== integrity) throw new Error(`${url} is not the file that releases.json lists`);
  return bytes;
}

/** Newest first; a version that was built twice keeps the files of both builds, their hashed names differ. */
function mergeReleases(next: readonly Release[], served: readonly Release[]): readonly Release[] {
  const merged = new Map(next.map((release) => [release.version, release]));
  for (const release of served) {
    const own = merged.get(release.version);
    merged.set(release.version, own ? { ...own, files: { ...release.files, ...own.files } } : release);
  }
  return [...merged.values()];
}

// Names become paths: a list that names anything but plain files is refused.
const name = v.pipe(
  v.string(),
  v.regex(/^\w[\w.-]*$/, (issue) => `releases.json names ${issue.received}, no file name`),
);
const releasesSchema = v.object({
  latest: name,
  releases: v.array(v.object({ version: name, script: name, files: v.record(name, v.string()) })),
});

function parseReleases(text: string): Releases {
  return v.parse(releasesSchema, JSON.parse(text));
}
