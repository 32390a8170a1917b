import type { ComponentType } from 'preact';
import type { IconName } from '../ui/Icon.tsx';

/** A screen: loaded when it is first opened. */
export interface ScreenEntry {
  readonly path: string;
  readonly name: 'overview' | 'referrals' | 'rewards' | 'orders' | 'deliveries' | 'settings' | 'install';
  readonly icon: IconName;
  readonly load: () => Promise<ComponentType>;
}

/** The screens in the order of the menu. */
export const SCREENS: readonly ScreenEntry[] = [
  entry('/', 'overview', async () => (await import('../screens/overview/Overview.tsx')).Overview),
  entry('/referrals', 'referrals', async () => (await import('../screens/referrals/Referrals.tsx')).Referrals),
  entry('/rewards', 'rewards', async () => (await import('../screens/rewards/Rewards.tsx')).Rewards),
  entry('/orders', 'orders', async () => (await import('../screens/orders/Orders.tsx')).Orders),
  entry('/deliveries', 'deliveries', async () => (await import('../screens/deliveries/Deliveries.tsx')).Deliveries),
  entry('/settings', 'settings', async () => (await import('../screens/settings/Settings.tsx')).Settings),
  entry('/install', 'install', async () => (await import('../screens/install/Install.tsx')).Install),
];

/** Begins to load the screen of a path, so that it comes together with the account and not after it. */
export function preloadScreen(path: string): void {
  // A screen that can't be loaded is told where it is drawn.
  SCREENS.find((screen) => screen.path === path)
    ?.load()
    .catch(() => undefined);
}

function entry(path: string, name: ScreenEntry['name'], load: ScreenEntry['load']): ScreenEntry {
  return { path, name, icon: name, load };
}
