import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createWith } from '../../../sdk/create.ts';
import { isBothwaysError } from '../../../sdk/errors.ts';

const shop = 'pk_test_0123456789abcdef';
const noPage = () => Promise.reject(new Error('The widget is not to be loaded on a server'));

describe('on a server', () => {
  it('the package is imported in plain Node without a page', () => {
    const index = fileURLToPath(new URL('../../../sdk/index.ts', import.meta.url));
    const code = `import(${JSON.stringify(index)}).then((m) => console.log(Object.keys(m).sort().join()))`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(printed.trim()).toBe('BothwaysError,createBothways,isBothwaysError,stub');
  });

  it('an instance is made, is ready, knows of no referral and can be destroyed', async () => {
    const bothways = createWith({ shop }, noPage);
    await expect(bothways.ready).resolves.toEqual({ referral: null });
    expect(bothways.referral()).toBeNull();
    const off = bothways.on('ready', () => {
      throw new Error('Nothing happens on a server');
    });
    off();
    bothways.destroy();
  });

  it.each(['open', 'close', 'link'] as const)(
    '%s() rejects with a BothwaysError that nobody has to catch',
    async (name) => {
      const bothways = createWith({ shop }, noPage);
      const unhandled: unknown[] = [];
      process.on('unhandledRejection', (error) => unhandled.push(error));
      void bothways[name]('https://shop.example/' as never);
      const error = await bothways[name]('https://shop.example/' as never).catch((cause: unknown) => cause);
      expect(isBothwaysError(error) && error.code).toBe('blocked');
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(unhandled).toEqual([]);
    },
  );
});
