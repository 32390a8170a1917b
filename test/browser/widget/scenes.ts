import { BothwaysError } from '../../../sdk/errors.ts';
import type { PageSettings } from '../../../sdk/contract/visitor.ts';
import { createBanner } from '../../../widget/banner/index.ts';
import { mountLauncher } from '../../../widget/launcher.ts';
import { locale as fr } from '../../../widget/locales/fr.ts';
import { mountPopup } from '../../../widget/popup/index.ts';
import type { Device } from '../../../widget/popup/options.ts';
import { contextOf, DAY, DESKTOP, ME, NOW, OWN, servicesOf, settingsOf, type Answers } from './fixtures.ts';

// Every screen of the widget by name, for the gallery that one looks at and for the tests that look at all of them.

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
  readonly act?: (root: ShadowRoot) => void | Promise<void>;
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

const claim = { code: 'GIVE-7KQ2', give: '$10', minimumOrder: '$30', expiresAt: NOW + 14 * DAY };
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

export const SCENES = [...Object.keys(popups), ...Object.keys(banners), 'launcher', 'launcherBlocked'];

export interface Look {
  readonly isFrench?: boolean;
  readonly isRightToLeft?: boolean;
}

/** Shows a screen; what it returns takes it away again. */
export async function showScene(name: string, { isFrench, isRightToLeft }: Look = {}): Promise<() => void> {
  const [give, minimumOrder] = isFrench ? ['10\u00a0$', '30\u00a0$'] : ['$10', '$30'];
  const offer = { outcome: 'open', advocateName: 'Grace', give, minimumOrder, claimDays: 14 };
  const scene = popups[name] ?? banners[name] ?? {};
  const answers = { offer: () => offer, ...scene.services?.answers };
  const context = contextOf({
    services: servicesOf({ ...scene.services, answers }),
    settings: settingsOf({ give, get: give, minimumOrder, ...scene.settings }),
    locale: isFrench ? 'fr-FR' : 'en-US',
    ...(isFrench && { language: isRightToLeft ? { ...fr, dir: 'rtl' as const } : fr }),
  });
  if (name in popups) {
    const isPhone = innerWidth < 600;
    const share = isPhone ? async () => undefined : undefined;
    const popup = mountPopup(context, { ...DESKTOP, isPhone, share, ...scene.device });
    void popup.open(scene.view ?? 'auto');
    await act('popup', scene);
    return popup.remove;
  }
  if (name in banners) {
    const banner = createBanner(context);
    await banner.open('friend');
    await act('banner', scene);
    return banner.remove;
  }
  const label = context.texts.launcher.replaceAll(/\{\w+\}/g, give ?? '');
  const launcher = mountLauncher(
    context.host,
    'bottom-right',
    label,
    () => undefined,
    () => undefined,
  );
  if (name === 'launcherBlocked') launcher.say(context.texts.blocked);
  return launcher.remove;
}

async function act(part: string, scene: Scene): Promise<void> {
  await pause();
  const root = document.querySelector(`[data-bothways=${part}]`)?.shadowRoot;
  if (root) await scene.act?.(root);
  await pause();
}
