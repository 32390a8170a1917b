import { BothwaysError } from '../../../../sdk/errors.ts';
import type { PageSettings } from '../../../../sdk/contract/visitor.ts';
import type { Services } from '../../../../sdk/guest.ts';
import { createBanner } from '../../../../widget/banner/index.ts';
import { mountLauncher } from '../../../../widget/launcher.ts';
import { locale as fr } from '../../../../widget/locales/fr.ts';
import { mountPopup } from '../../../../widget/popup/index.ts';
import type { Device } from '../../../../widget/popup/options.ts';
import { contextOf, DAY, DESKTOP, ME, NOW, OWN, servicesOf, settingsOf, type Answers } from '../fixtures.ts';

// Every screen of the widget by name: `?scene=link&locale=fr&theme=dark`. `shoot.ts` takes their pictures.

const query = new URLSearchParams(location.search);
const name = query.get('scene') ?? 'offer';
const isFrench = query.get('locale') === 'fr';
const isRtl = query.has('rtl');
const ten = isFrench ? '10\u00a0$' : '$10';
const thirty = isFrench ? '30\u00a0$' : '$30';
if (query.has('theme')) document.documentElement.dataset['theme'] = query.get('theme') ?? '';
if (query.has('root')) document.documentElement.style.fontSize = query.get('root') ?? '';

type Roots = (root: ShadowRoot) => void | Promise<void>;
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
const press = (root: ShadowRoot, selector: string) => root.querySelector<HTMLElement>(selector)?.click();
const fill = (root: ShadowRoot, value: string) => {
  const field = root.querySelector<HTMLInputElement>('input');
  if (field) field.value = value;
};
const fail = (): never => {
  throw new BothwaysError('network', 'No answer.');
};
const never = new Promise<never>(() => undefined);

interface Scene {
  readonly services?: Parameters<typeof servicesOf>[0];
  readonly device?: Partial<Device>;
  readonly settings?: Partial<PageSettings>;
  readonly view?: 'mine';
  readonly act?: Roots;
}

const withLink = { record: { link: OWN } };
const signedIn = { isSignedIn: () => true };

const popups: Readonly<Record<string, Scene>> = {
  offer: {},
  join: { act: (root) => press(root, '.main') },
  badEmail: {
    async act(root) {
      press(root, '.main');
      await pause();
      press(root, '.main');
    },
  },
  offline: {
    services: { answers: { join: fail } },
    device: { isOnline: () => false },
    async act(root) {
      press(root, '.main');
      await pause();
      fill(root, 'ada@example.com');
      press(root, '.main');
    },
  },
  link: { services: withLink },
  more: { services: withLink, act: (root) => press(root, '.shares > :last-child') },
  copied: { services: withLink, act: (root) => press(root, '.both button') },
  signIn: { services: withLink, act: (root) => press(root, '.end .quiet') },
  sent: {
    services: { ...withLink, answers: { signIn: () => ({}) } },
    async act(root) {
      press(root, '.end .quiet');
      await pause();
      fill(root, 'ada@example.com');
      press(root, '.main');
    },
  },
  progress: { services: signedIn, view: 'mine' },
  empty: {
    services: { ...signedIn, me: async () => ({ ...ME, joinedCount: 0, friends: [], balance: [] }) },
    view: 'mine',
  },
  loading: { services: { ...signedIn, me: () => never }, view: 'mine' },
  failed: { services: { ...signedIn, me: async () => fail() }, view: 'mine' },
  paused: { settings: { state: 'paused' } },
  exhausted: { settings: { state: 'exhausted' } },
};

const offer = { outcome: 'open', advocateName: 'Grace', give: ten, minimumOrder: thirty, claimDays: 14 };
const claim = { code: 'GIVE-7KQ2', give: ten, minimumOrder: thirty, expiresAt: NOW + 14 * DAY };
const closed = (reason: string): Answers => ({ offer: () => ({ outcome: 'closed', reason }) });
const followed = { referral: () => ({ code: OWN.code, seenAt: NOW }) };

const banners: Readonly<Record<string, Scene>> = {
  banner: { services: { guest: followed } },
  bannerEmail: { services: { guest: followed }, act: (root) => press(root, '.main') },
  bannerBadEmail: {
    services: { guest: followed },
    async act(root) {
      press(root, '.main');
      await pause();
      press(root, '.main');
    },
  },
  bannerClaimed: { services: { record: { claim } } },
  bannerCode: {},
  bannerUnknown: {
    services: { answers: closed('unknown') },
    act(root) {
      fill(root, 'NOPE');
      press(root, '.main');
    },
  },
  bannerExhausted: { services: { guest: followed, answers: closed('exhausted') } },
  bannerOwn: { services: { guest: followed, ...withLink } },
  bannerFailed: { services: { guest: followed, answers: { offer: fail } } },
};

const context = (scene: Scene, services: Services) =>
  contextOf({
    services,
    settings: settingsOf({ give: ten, get: ten, minimumOrder: thirty, ...scene.settings }),
    locale: isFrench ? 'fr-FR' : 'en-US',
    ...(isFrench && { language: isRtl ? { ...fr, dir: 'rtl' } : fr }),
  });

async function show(): Promise<void> {
  const popup = popups[name];
  const banner = banners[name];
  if (popup) {
    const isPhone = innerWidth < 600;
    const device = { ...DESKTOP, isPhone, share: isPhone ? async () => undefined : undefined, ...popup.device };
    await mountPopup(context(popup, servicesOf(popup.services)), device).open(popup.view ?? 'auto');
    await act('popup', popup);
  } else if (banner) {
    const services = servicesOf({ ...banner.services, answers: { offer: () => offer, ...banner.services?.answers } });
    await createBanner(context(banner, services)).open('friend');
    await act('banner', banner);
  } else {
    const shown = context({}, servicesOf());
    const label = shown.texts.launcher.replaceAll(/\{\w+\}/g, ten);
    const launcher = mountLauncher(
      shown.host,
      'bottom-right',
      label,
      () => undefined,
      () => undefined,
    );
    if (name === 'launcherBlocked') launcher.say(shown.texts.blocked);
  }
}

async function act(part: string, scene: Scene): Promise<void> {
  await pause();
  const root = document.querySelector(`[data-bothways=${part}]`)?.shadowRoot;
  if (root) await scene.act?.(root);
}

void show();
