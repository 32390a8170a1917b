import type { PageSettings } from '../sdk/contract/visitor.ts';
import { BothwaysError } from '../sdk/errors.ts';
import type { PageView, Services } from '../sdk/guest.ts';
import type { Part, WidgetContext } from './context.ts';
import { pageTexts } from './english/page.ts';
import { createHost } from './host.ts';
import { mountLauncher, type Launcher } from './launcher.ts';
import { loadLocale, pickTag, type LoadedLocale } from './locale.ts';
import { once } from './once.ts';
import { themeCss } from './theme.ts';
import { watchTriggers } from './triggers.ts';

/** The widget of one page, once its settings and language are there. */
export interface Widget {
  /** @throws {BothwaysError} `blocked` where the part that is needed cannot be loaded. */
  readonly open: (view: PageView) => Promise<void>;
  readonly close: () => void;
}

/**
 * Asks for the settings (one GET, mostly from the browser's cache) and the language, and shows what shows by itself: launcher,
 * banner, and the popup at the owner's moments.
 */
export async function createWidget(services: Services): Promise<Widget> {
  const { client, guest } = services;
  const locale = pickTag([guest.locale, document.documentElement.lang, ...navigator.languages]);
  const [settings, language] = await Promise.all([
    client.call('settings', { query: { shop: guest.shop, locale } }),
    loadLocale(locale),
  ]);
  return assemble(services, settings, locale, language);
}

function assemble(
  services: Services,
  settings: PageSettings,
  locale: string,
  language: LoadedLocale | undefined,
): Widget {
  const { guest, own } = services;
  const { signal, referral, on, token } = guest;
  const { state, give, get, widget } = settings;
  const texts = { ...pageTexts, ...language?.page };
  const theme = themeCss(widget);
  const host: WidgetContext['host'] = (name, css) => createHost(name, theme + css, language?.dir ?? 'ltr');
  let launcher: Launcher | undefined;
  let shown: Part | undefined;

  const lazy = (load: () => Promise<Part>) =>
    once(async () => {
      const part = await load();
      signal.addEventListener('abort', part.remove);
      return part;
    });
  const popup = lazy(async () => (await import('./popup/index.ts')).mountPopup(context));
  const banner = lazy(async () => (await import('./banner/index.ts')).createBanner(context));

  const show = async (load: () => Promise<Part>, view: PageView, isByItself?: boolean) => {
    const part = await load().catch((cause: unknown) => {
      throw new BothwaysError('blocked', 'The widget could not be loaded.', { cause });
    });
    // What comes by itself never takes the place of what the visitor looks at.
    if (signal.aborted || (isByItself && shown?.isOpen())) return;
    // Only now: where it cannot be loaded, what is open stays.
    if (part !== shown) shown?.close();
    shown = part;
    await part.open(view, isByItself);
  };

  const open = (view: PageView) => {
    const { link, claim } = own.read();
    const isFriend = view === 'friend' || (view === 'auto' && referral() && !link && !claim);
    return show(isFriend ? banner : popup, view);
  };

  /** What comes by itself and cannot come is not missed. */
  const quietly = (work: Promise<unknown>) => void work.catch(() => {});
  const press = (part: () => Promise<Part>, view: PageView) =>
    void show(part, view).catch(() => launcher?.say(texts.blocked));
  const context: WidgetContext = {
    services,
    settings,
    locale,
    language,
    texts,
    host,
    openPopup: () => press(popup, 'offer'),
    openFriend: () => press(banner, 'friend'),
    hideLauncher: (isHidden) => launcher?.[isHidden ? 'remove' : 'show'](),
  };

  const start = () => {
    const isOpen = state === 'open';
    const bring = () => {
      const code = referral()?.code;
      if (widget.banner && code && own.read().dismissed?.code !== code) quietly(show(banner, 'friend', true));
    };
    on('referred', bring);
    if (widget.launcher !== 'none' && (isOpen || own.read().link)) {
      const text = settings.texts.launcher ?? texts.launcher;
      const label = text.replace('{give}', give).replace('{get}', get);
      launcher = mountLauncher(
        host,
        widget.launcher,
        label,
        () => press(popup, 'auto'),
        () => quietly(popup()),
      );
      signal.addEventListener('abort', launcher.remove);
    }
    // Whoever followed a magic link came for the rewards.
    if (token) return;
    bring();
    if (isOpen) watchTriggers(widget.triggers, services, () => quietly(show(popup, 'offer', true)));
  };
  if (token) press(popup, 'mine');
  if (guest.widget !== 'off' && !signal.aborted) start();

  return { open, close: () => shown?.close() };
}
