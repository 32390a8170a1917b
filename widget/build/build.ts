import { rmSync } from 'node:fs';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { chunksBuild, dashboardBuild, libraryBuild, scriptBuild, version, type ChunkNames } from '../../vite.config.ts';
import { publishRelease, sealRelease } from './release.ts';

// npm run build: everything under dist but the types, which `tsc -b` writes.
for (const folder of ['browser', 'lib', 'public']) rmSync(`dist/${folder}`, { recursive: true, force: true });

const names = chunkNames(await outputs(chunksBuild()));
await outputs(scriptBuild(names));
const release = sealRelease('dist/browser', version);
publishRelease('dist/browser', 'dist/public', release);
await outputs(dashboardBuild());
await outputs(libraryBuild());
console.log(
  `Built bothways ${version}: ${Object.keys(release.files).length} browser files, the package, the dashboard.`,
);

async function outputs(config: InlineConfig): Promise<readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]> {
  const result = await build(config);
  if ('close' in result) throw new Error('A build that watches never ends.');
  return [result].flat().flatMap(({ output }) => output);
}

function chunkNames(files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): ChunkNames {
  const entries = files.filter((file) => file.type === 'chunk').filter((chunk) => chunk.isEntry);
  const named = (name: string): string => {
    const chunk = entries.find((entry) => entry.name === name);
    if (chunk === undefined) throw new Error(`The build made no chunk named ${name}.`);
    return chunk.fileName;
  };
  const locales = entries.filter((entry) => entry.name.startsWith('locale-'));
  return {
    page: named('page'),
    popup: named('popup'),
    qr: named('qr'),
    locales: Object.fromEntries(locales.map((entry) => [entry.name.slice('locale-'.length), entry.fileName])),
  };
}
