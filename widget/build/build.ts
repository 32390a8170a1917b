import { rmSync } from 'node:fs';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { chunksBuild, dashboardBuild, libraryBuild, scriptBuild, version } from '../../vite.config.ts';
import { writeApiDocs } from './api-docs.ts';
import { publishRelease, sealRelease } from './release.ts';

// npm run build: everything under dist but the types, which `tsc -b` writes.
for (const folder of ['browser', 'lib', 'public']) rmSync(`dist/${folder}`, { recursive: true, force: true });

// The first load knows its chunk by its hashed name, so the chunks come first.
const chunks = await outputs(chunksBuild());
await outputs(scriptBuild(entryFile(chunks, 'page')));
const release = sealRelease('dist/browser', version);
publishRelease('dist/browser', 'dist/public', release);
await outputs(dashboardBuild());
await writeApiDocs('dist/public', version);
await outputs(libraryBuild());
console.log(
  `Built bothways ${version}: ${Object.keys(release.files).length} browser files, the package, the dashboard.`,
);

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

async function outputs(config: InlineConfig): Promise<readonly Output[]> {
  const result = await build(config);
  if ('close' in result) throw new Error('A build that watches never ends.');
  return [result].flat().flatMap(({ output }) => output);
}

function entryFile(files: readonly Output[], name: string): string {
  const entry = files.find((file) => file.type === 'chunk' && file.isEntry && file.name === name);
  if (entry === undefined) throw new Error(`The build made no chunk named ${name}.`);
  return entry.fileName;
}
