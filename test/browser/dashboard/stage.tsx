import { cleanup, render } from '@testing-library/preact';
import { vi } from 'vitest';
import { page } from 'vitest/browser';
import type { CallInput, ReplyOf } from '../../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../../sdk/contract/endpoints.ts';
import type { ProblemCode } from '../../../sdk/contract/problem.ts';
import { BothwaysError } from '../../../sdk/errors.ts';
import type { Api } from '../../../worker/dashboard/api/client.ts';
import type { dashboardRoutes } from '../../../worker/dashboard/api/routes.ts';
import { App } from '../../../worker/dashboard/App.tsx';
import { createAccount } from '../../../worker/dashboard/state/account.ts';
import { DashboardContext, type Dashboard } from '../../../worker/dashboard/state/dashboard.ts';
import { createNavigation } from '../../../worker/dashboard/state/navigation.ts';
import { createPreferences, type Locale } from '../../../worker/dashboard/state/preferences.ts';
import { createToasts } from '../../../worker/dashboard/state/toasts.ts';
import '../../../worker/dashboard/styles/index.css';
import { speak } from '../../../worker/dashboard/words/words.ts';
import * as samples from './samples.ts';

type Name = keyof typeof dashboardRoutes;
type Reply<N extends Name> = ReplyOf<Endpoints[N]>;

/** What the API answers; a call that a test does not name gets the sample of the small shop. */
export type Replies = { [N in Name]?: (input: CallInput<Endpoints[N]>) => Reply<N> | Promise<Reply<N>> };

export interface Call {
  readonly name: Name;
  readonly input: { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };
}

const done = () => ({ done: true }) as const;
const page1 = <Item,>(items: readonly Item[]) => ({ items: [...items], next: null });

const usual: Replies = {
  account: () => samples.accountOf(),
  overview: () => samples.OVERVIEW,
  getProgram: () => samples.PROGRAM,
  saveProgram: ({ body }) => ({
    ...samples.PROGRAM,
    version: body.version + 1,
    settings: body.settings,
    savedAt: samples.NOW,
  }),
  setProgramState: ({ body }) => ({ ...samples.PROGRAM, state: body.state }),
  listReferrals: () => page1([samples.REFERRAL, samples.SECOND_REFERRAL]),
  getReferral: () => ({ referral: samples.REFERRAL, events: [samples.ORDER] }),
  listOrders: () => page1([samples.UNVERIFIED, samples.ORDER]),
  listRewards: () => page1([samples.TO_APPROVE, samples.REWARD_ROW]),
  approveReward: () => samples.REWARD,
  refuseReward: () => ({ ...samples.REWARD, state: 'refused' }),
  dismissOrder: done,
  listDeliveries: () => page1([samples.FAILED, samples.SENT]),
  replayDelivery: () => ({ ...samples.FAILED, state: 'due' }),
  listEndpoints: () => ({ items: [samples.ENDPOINT] }),
  removeEndpoint: done,
  pingEndpoint: done,
  listKeys: () => ({ items: samples.KEYS }),
  revokeKey: done,
  dashboardSignIn: done,
  closeDashboard: done,
};

export interface Stage {
  readonly calls: Call[];
  /** The inputs of every call of that name, in order. */
  readonly callsOf: (name: Name) => readonly Call['input'][];
  readonly dashboard: Dashboard;
}

interface StageOptions {
  readonly replies?: Replies;
  readonly locale?: Locale;
  readonly hash?: string;
}

/** Draws the dashboard at an address, its API answered by hand at the client's seam; resolves once it is signed in or not. */
export async function open(
  path: string,
  { replies = {}, locale = 'en', hash = '' }: StageOptions = {},
): Promise<Stage> {
  const calls: Call[] = [];
  const answers = { ...usual, ...replies } as Record<string, ((input: unknown) => unknown) | undefined>;
  const api: Api = {
    call: async (name, input) => {
      calls.push({ name, input: input as Call['input'] });
      const answer = answers[name];
      if (!answer) throw new Error(`The test does not say what ${name} answers`);
      return (await answer(input)) as never;
    },
  };
  history.replaceState(null, '', `/dashboard${path}`);
  const storage = new Map<string, string>();
  const store = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => storage.set(key, value),
  };
  const preferences = createPreferences({
    languages: [locale],
    local: store as unknown as Storage,
    session: store as unknown as Storage,
  });
  const account = createAccount(() => api, preferences);
  const navigation = createNavigation(window);
  const dashboard: Dashboard = {
    api,
    account,
    navigation,
    preferences,
    toasts: createToasts(),
    realNow: () => samples.NOW,
  };
  stopListening = navigation.listen();
  await speak(locale);
  render(<Whole dashboard={dashboard} />);
  await account.start(hash);
  return { calls, dashboard, callsOf: (name) => calls.filter((call) => call.name === name).map((call) => call.input) };
}

function Whole({ dashboard }: { readonly dashboard: Dashboard }) {
  return (
    <DashboardContext.Provider value={dashboard}>
      <App />
    </DashboardContext.Provider>
  );
}

let stopListening: (() => void) | undefined;

/** Clears the stage; for `afterEach`. */
export function close(): void {
  stopListening?.();
  cleanup();
  vi.useRealTimers();
  document.documentElement.removeAttribute('data-theme');
}

/** What the API refuses with, as the client tells it. */
export function problem(code: ProblemCode, message: string, field?: string): BothwaysError {
  return new BothwaysError(code, message, field === undefined ? {} : { field });
}

export const DESKTOP = [1280, 860] as const;
export const PHONE = [360, 720] as const;

export const heading = (name: string) => page.getByRole('heading', { name, exact: true });
export const button = (name: string) => page.getByRole('button', { name, exact: true });
export const link = (name: string) => page.getByRole('link', { name, exact: true });
