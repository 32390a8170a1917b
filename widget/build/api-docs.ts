import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from '../../worker/openapi/document.ts';
import { referencePage } from '../../worker/openapi/reference/page.ts';

/** Writes /openapi.json and the page /reference, as the Worker of this release answers them. */
export async function writeApiDocs(publicFolder: string, version: string): Promise<void> {
  const document = openApi(version);
  const folder = join(publicFolder, 'reference');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(publicFolder, 'openapi.json'), JSON.stringify(document));
  writeFileSync(join(folder, 'index.html'), await referencePage(document));
  copyFileSync('worker/openapi/reference/reference.css', join(folder, 'reference.css'));
  copyFileSync('worker/dashboard/icon.svg', join(folder, 'icon.svg'));
}
