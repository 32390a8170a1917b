import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { chromiumArgs, chromiumPath } from './browser.ts';

// Takes a picture of every screen of the widget, to be looked at: node test/support/shoot-widget.ts [scene,scene] [look,look]
// A look is device-theme-language, such as phone-dark-fr or desktop-light-en; pictures go to test/artifacts/widget.

const out = 'test/artifacts/widget';
const scenes =
  'offer,join,badEmail,offline,link,more,copied,signIn,sent,progress,empty,loading,failed,paused,exhausted,banner,bannerEmail,bannerBadEmail,bannerClaimed,bannerCode,bannerUnknown,bannerExhausted,bannerOwn,bannerFailed,launcher,launcherBlocked';
const [wanted = scenes, looks = 'phone-light-en,phone-dark-fr,desktop-light-fr,desktop-dark-en'] =
  process.argv.slice(2);

const server = await createServer({
  configFile: false,
  logLevel: 'error',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { port: 0, hmr: false, watch: null },
  optimizeDeps: { include: ['preact', 'preact/jsx-runtime'] },
});
await server.listen();
const [address = ''] = server.resolvedUrls?.local ?? [];
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs });
mkdirSync(out, { recursive: true });

for (const look of looks.split(',')) {
  const [device, theme, locale, extra] = look.split('-');
  const isPhone = device === 'phone';
  const page = await browser.newPage({
    viewport: isPhone ? { width: 375, height: 812 } : { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    hasTouch: isPhone,
    isMobile: isPhone,
    colorScheme: theme === 'dark' ? 'dark' : 'light',
    forcedColors: extra === 'forced' ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  page.on('pageerror', (error) => console.error(`${look}: ${error.message}`));
  for (const scene of wanted.split(',')) {
    const query = new URLSearchParams({ scene, locale: locale ?? 'en', ...(extra === 'rtl' && { rtl: '' }) });
    await page.goto(`${address}test/browser/widget/gallery/?${String(query)}`);
    await page.waitForFunction(() => document.documentElement.dataset['shown'] !== undefined);
    // The skeleton waits 300 ms before it shows.
    await page.waitForTimeout(scene === 'loading' ? 500 : 50);
    await page.screenshot({ path: `${out}/${scene}-${look}.png` });
  }
  await page.close();
}
await browser.close();
await server.close();
