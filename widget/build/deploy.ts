import { spawnSync } from 'node:child_process';
import * as v from 'valibot';
import { unstable_readConfig as readConfig } from 'wrangler';
import { keepReleases } from './keep-releases.ts';

// npm run deploy: the last part, after the build. `-- --first` when nothing is deployed yet.
const settings = v.object({ vars: v.object({ PUBLIC_URL: v.pipe(v.string(), v.url()) }) });
const address = v.parse(settings, readConfig({ config: 'wrangler.toml' })).vars.PUBLIC_URL;
if (new URL(address).hostname === 'localhost') {
  throw new Error('Set PUBLIC_URL in wrangler.toml to the address that visitors will reach the Worker at.');
}

if (!process.argv.includes('--first')) {
  try {
    const { releases } = await keepReleases('dist/public', address, fetch);
    console.log(`Served after this deploy: ${releases.map(({ version }) => version).join(', ')}.`);
  } catch (cause) {
    // Going on would take the lazy chunks from under every open page.
    throw new Error('The releases served today could not be kept; `npm run deploy -- --first` if there are none.', {
      cause,
    });
  }
}

// The schema first: old code runs on a new schema for a moment, never new code on an old one.
wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
wrangler('deploy');

function wrangler(...args: string[]): void {
  const { status } = spawnSync('wrangler', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`wrangler ${args.join(' ')} failed`);
}
