import { expect, it } from 'vitest';

// Named so that the types of a page stay out of the Worker's tests.
const create: string = '../../../sdk/create.ts';

it('the SDK is imported, and an instance made, in a Worker that renders pages', async () => {
  const { createWith } = await import(/* @vite-ignore */ create);
  const bothways = createWith({ shop: 'pk_test_0123456789abcdef' }, () => Promise.reject(new Error('No page here')));
  await expect(bothways.ready).resolves.toEqual({ referral: null });
  expect(bothways.referral()).toBeNull();
  await expect(bothways.open()).rejects.toMatchObject({ name: 'BothwaysError', code: 'blocked' });
  bothways.destroy();
});
