import { effect } from '@preact/signals';
import { render } from 'preact';
import { createApi } from './api/client.ts';
import { createTransport } from './api/transport.ts';
import { App } from './App.tsx';
import { preloadScreen } from './shell/screens.ts';
import { createAccount } from './state/account.ts';
import { DashboardContext, type Dashboard } from './state/dashboard.ts';
import { createNavigation } from './state/navigation.ts';
import { createPreferences, type Locale } from './state/preferences.ts';
import { createToasts } from './state/toasts.ts';
import { speak } from './words/words.ts';
import './styles/index.css';

// The doorway of the dashboard: what it takes from the browser is read here and handed in.
const preferences = createPreferences({ languages: navigator.languages, local: localStorage, session: sessionStorage });
const toasts = createToasts();
const navigation = createNavigation(window);
const transport = createTransport({
  shopId: () => account.shop.peek()?.id ?? null,
  fetch: (input, init) => fetch(input, init),
});
const api = createApi(transport, () => account.signedOut());
const account = createAccount(() => api, preferences);
const dashboard: Dashboard = { api, account, navigation, preferences, toasts, realNow: () => Date.now() };

const { hash } = location;
// A token opens a door once: it must not stay in the address bar or in the history.
if (/^#(setup|token)=/.test(hash)) history.replaceState(null, '', location.pathname + location.search);

effect(() => {
  document.documentElement.dataset['theme'] = preferences.theme.value;
});
navigation.listen();
addEventListener('pagehide', toasts.flush);

void account.start(hash);
preloadScreen(navigation.path.peek());
effect(() => {
  void show(preferences.locale.value);
});

async function show(locale: Locale): Promise<void> {
  await speak(locale);
  const root = document.getElementById('app');
  if (!root || root.firstChild) return;
  render(
    <DashboardContext.Provider value={dashboard}>
      <App />
    </DashboardContext.Provider>,
    root,
  );
}
