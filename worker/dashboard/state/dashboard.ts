import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from '../api/client.ts';
import type { AccountModel, OwnShop } from './account.ts';
import type { Navigation } from './navigation.ts';
import type { Preferences } from './preferences.ts';
import type { Toasts } from './toasts.ts';

/** What every screen is handed: the way to the API and what the screens share. */
export interface Dashboard {
  readonly api: Api;
  readonly account: AccountModel;
  readonly navigation: Navigation;
  readonly preferences: Preferences;
  readonly toasts: Toasts;
  /** Real time, Unix milliseconds. */
  readonly realNow: () => number;
}

export const DashboardContext = createContext<Dashboard | null>(null);

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (!dashboard) throw new Error('A screen needs a DashboardContext around it');
  return dashboard;
}

/** The shop that is shown; only for what is drawn inside the signed-in frame. */
export function useShop(): OwnShop {
  const shop = useDashboard().account.shop.value;
  if (!shop) throw new Error('No shop is shown here');
  return shop;
}

/** The shop's time: real time, moved forward by a test shop's clock. */
export function useNow(): number {
  const { realNow } = useDashboard();
  return realNow() + useShop().clockOffsetMs;
}
