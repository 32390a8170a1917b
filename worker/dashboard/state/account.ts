import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isBothwaysError, type BothwaysError } from '../../../sdk/errors.ts';
import type { Account, Role, ShopView } from '../../../sdk/contract/owner.ts';
import { asError } from './failure.ts';
import type { Api } from '../api/client.ts';
import type { Preferences } from './preferences.ts';

/** A shop of the user, with what they may do there. */
export type OwnShop = Account['shops'][number];

export type AccountState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'set-up'; readonly token: string }
  /** `link`: the magic link was used before or is too old. */
  | { readonly kind: 'signed-out'; readonly why: 'link' | null }
  | { readonly kind: 'failed'; readonly error: BothwaysError }
  | { readonly kind: 'signed-in'; readonly account: Account };

/** Who is signed in, and which of their shops is shown. */
export interface AccountModel {
  readonly state: ReadonlySignal<AccountState>;
  /** The shop that is shown; null while nobody is signed in. */
  readonly shop: ReadonlySignal<OwnShop | null>;
  /** Counts the moves of the clock, so that what depends on the shop's time is asked again. */
  readonly epoch: ReadonlySignal<number>;
  /**
   * Finds out who is signed in: by the token of an address (`#setup=…`, `#token=…`), else by the session. A magic link may
   * name the shop it is about (`&shop=…`).
   */
  readonly start: (hash: string) => Promise<void>;
  readonly accept: (account: Account) => void;
  readonly signedOut: () => void;
  readonly signOut: () => Promise<void>;
  readonly choose: (shopId: string) => void;
  /** Takes the reply of a call that changed the shop. */
  readonly shopChanged: (shop: ShopView) => void;
  readonly may: (role: Role) => boolean;
}

const RANK: Readonly<Record<Role, number>> = { owner: 4, manager: 3, support: 2, reader: 1 };

export function createAccount(api: () => Api, preferences: Preferences): AccountModel {
  const state = signal<AccountState>({ kind: 'loading' });
  const epoch = signal(0);
  const shop = computed(() => {
    if (state.value.kind !== 'signed-in') return null;
    const { shops } = state.value.account;
    return (
      shops.find(({ id }) => id === preferences.shopId.value) ??
      shops.find(({ mode }) => mode === 'live') ??
      shops[0] ??
      null
    );
  });
  const accept = (account: Account) => void (state.value = { kind: 'signed-in', account });
  const signedOut = (why: 'link' | null = null) => void (state.value = { kind: 'signed-out', why });

  return {
    state,
    shop,
    epoch,
    accept,
    signedOut: () => signedOut(),
    async start(hash) {
      const params = new URLSearchParams(hash.replace(/^#/, ''));
      const setUpToken = params.get('setup');
      state.value = setUpToken ? { kind: 'set-up', token: setUpToken } : { kind: 'loading' };
      if (setUpToken) return;
      // A link may lead to one shop of several, as the mail about it does.
      const wanted = params.get('shop');
      if (wanted) preferences.shopId.value = wanted;
      const token = params.get('token');
      // An id that is none of theirs is passed over where the shop is looked up.
      const shopId = params.get('shop');
      if (shopId) preferences.shopId.value = shopId;
      try {
        accept(token ? await api().call('openDashboard', { body: { token } }) : await api().call('account', {}));
      } catch (error) {
        if (isBothwaysError(error) && error.details.status === 401) signedOut(token ? 'link' : null);
        else state.value = { kind: 'failed', error: asError(error) };
      }
    },
    async signOut() {
      await api().call('closeDashboard', {});
      signedOut();
    },
    choose: (shopId) => void (preferences.shopId.value = shopId),
    shopChanged(changed) {
      if (state.value.kind !== 'signed-in') return;
      const { account } = state.value;
      const shops = account.shops.map((one) => (one.id === changed.id ? { ...one, ...changed } : one));
      accept({ ...account, shops });
      epoch.value += 1;
    },
    may: (role) => RANK[shop.value?.role ?? 'reader'] >= RANK[role],
  };
}
