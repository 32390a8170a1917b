import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { dashboardRoutes } from '../../../worker/routes/dashboard.ts';
import type { PageEnv } from '../../../worker/routes/page-env.ts';
import type { Platform } from '../../../worker/storage/platform.ts';

// The page itself is a file of the build; what is served with it is decided here.
function serve(files: Readonly<Record<string, string>>): Hono<PageEnv> {
  const readAsset = async (path: string) => new Response(files[path] ?? null, { status: path in files ? 200 : 404 });
  const app = new Hono<PageEnv>();
  app.use(async (c, next) => {
    c.set('platform', { readAsset } as unknown as Platform);
    await next();
  });
  return app.route('/', dashboardRoutes());
}

const built = serve({ '/dashboard/index.html': '<!doctype html>' });

it.each(['/dashboard', '/dashboard/', '/dashboard/orders', '/dashboard/settings?at=limits'])(
  'answers %s with the one page, so that every view has an address',
  async (path) => {
    const response = await built.request(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  },
);

it('lets nothing frame the page, run in it or keep it', async () => {
  const { headers } = await built.request('/dashboard');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]),
  );
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

it('says that there is nothing where the dashboard was not built', async () => {
  expect((await serve({}).request('/dashboard')).status).toBe(404);
});
