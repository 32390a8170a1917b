import { dirname } from 'node:path';
import type { Plugin } from 'vite';

const mark = /[?&]own-copy$/;

/**
 * Gives a part of the widget its own copy of what another part has too, instead of a chunk that both load. A visitor is a
 * friend or an advocate and hardly ever both, so that each loads one file less, and a smaller one.
 *
 * @param entry the file that the part begins with; what it imports from the folders is copied.
 */
export function ownCopies(entry: string, folders: readonly string[]): Plugin {
  return {
    name: 'bothways:own-copies',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !source.startsWith('.')) return null;
      const isCopied = mark.test(importer);
      const resolved = await this.resolve(source, importer.replace(mark, ''), { ...options, skipSelf: true });
      if (resolved === null || !folders.some((folder) => `${dirname(resolved.id)}/`.startsWith(`${folder}/`)))
        return resolved;
      if (!isCopied && resolved.id !== entry) return resolved;
      return { ...resolved, id: `${resolved.id}${resolved.id.includes('?') ? '&' : '?'}own-copy` };
    },
  };
}
