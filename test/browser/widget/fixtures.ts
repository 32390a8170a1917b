import type { Me, PageSettings } from '../../../sdk/contract/visitor.ts';
import type { Guest, OwnRecord, OwnStore, Services } from '../../../sdk/guest.ts';
import type { WidgetContext } from '../../../widget/context.ts';
import { pageTexts } from '../../../widget/english/page.ts';
import { createHost } from '../../../widget/host.ts';
import type { Device } from '../../../widget/popup/options.ts';
import { themeCss } from '../../../widget/theme.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 21, 12);
export const OWN = { code: 'ADA7K2', link: 'https://shop.example/?via=ADA7K2' };

export function settingsOf(change: Partial<PageSettings> = {}): PageSettings {
  return {
    programId: 'prg_0123456789',
    version: 1,
    state: 'open',
    currency: 'USD',
    give: '$10',
    get: '$10',
    minimumOrder: '$30',
    holdDays: 14,
    claimNeedsEmail: true,
    consent: 'granted',
    widget: {
      launcher: 'bottom-right',
      triggers: { afterSeconds: null, scrollPercent: null, exitIntent: false, quietDays: 30 },
      brandColor: '#0f766e',
      cornerRadius: 12,
      banner: true,
    },
    texts: {},
    ...change,
  };
}

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD', formatted: `$${amountMinor / 100}` });

export const ME: Me = {
  verified: true,
  links: [OWN],
  joinedCount: 4,
  orderedCount: 2,
  balance: [{ unit: 'money:USD', waiting: usd(1_000), available: usd(2_000) }],
  friends: [
    {
      name: 'Grace',
      state: 'ordered',
      at: NOW - 2 * DAY,
      reward: { state: 'held', formatted: '$10', availableAt: NOW + 12 * DAY },
      why: null,
    },
    {
      name: null,
      state: 'ordered',
      at: NOW - 30 * DAY,
      reward: { state: 'available', formatted: '$10', availableAt: NOW - 16 * DAY },
      why: null,
    },
    { name: 'Linus', state: 'claimed', at: NOW - DAY, reward: null, why: null },
    {
      name: null,
      state: 'refused',
      at: NOW - 9 * DAY,
      reward: null,
      why: 'The order was under the $30 that the offer asks for.',
    },
  ],
};

export function memoryStore(record: OwnRecord = {}): OwnStore {
  let held = record;
  return {
    read: () => held,
    update: (change) => {
      held = Object.fromEntries(Object.entries({ ...held, ...change }).filter(([, value]) => value !== undefined));
    },
  };
}

/** Answers by name of the call; a call without one fails as a bug of the test. */
export type Answers = { readonly [name: string]: (input: never) => unknown };

interface ServicesChange extends Partial<Pick<Services, 'me' | 'isSignedIn' | 'track'>> {
  readonly answers?: Answers;
  readonly record?: OwnRecord;
  readonly guest?: Partial<Guest>;
}

export function servicesOf({ answers = {}, record, guest, ...change }: ServicesChange = {}): Services {
  const call = async (name: string, input: unknown) => {
    const answer = answers[name];
    if (!answer) throw new Error(`No answer for ${name}`);
    return answer(input as never);
  };
  const services = {
    guest: {
      shop: 'pk_test_0123456789abcdef',
      signal: new AbortController().signal,
      now: () => NOW,
      emit: () => undefined,
      on: () => () => undefined,
      referral: () => null,
      consentState: () => 'granted',
      ...guest,
    },
    client: { call },
    own: memoryStore(record),
    me: async () => ME,
    isSignedIn: () => false,
    track: async () => undefined,
    ...change,
  };
  return services as unknown as Services;
}

export function contextOf(change: Partial<WidgetContext> = {}): WidgetContext {
  const settings = change.settings ?? settingsOf();
  const theme = themeCss(settings.widget);
  return {
    services: servicesOf(),
    settings,
    locale: 'en-US',
    language: undefined,
    texts: { ...pageTexts, ...change.language?.page },
    host: (name, css) => createHost(name, theme + css, change.language?.dir ?? 'ltr'),
    openPopup: () => undefined,
    openFriend: () => undefined,
    hideLauncher: () => undefined,
    ...change,
  };
}

export const DESKTOP: Device = {
  isOnline: () => true,
  isPhone: false,
  share: undefined,
  returnUrl: () => 'https://shop.example/',
};
