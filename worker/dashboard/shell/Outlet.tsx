import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useDashboard, useShop } from '../state/dashboard.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Screen } from '../ui/Screen.tsx';
import { useWords } from '../words/words.ts';
import { SCREENS, type ScreenEntry } from './screens.ts';

type Loaded =
  | { readonly path: string; readonly Screen: ComponentType }
  | { readonly path: string; readonly Screen: null };

/** Draws the screen of the address; the one before stays until the next is loaded. */
export function Outlet() {
  const { navigation, account } = useDashboard();
  const words = useWords();
  const shop = useShop();
  const path = navigation.path.value;
  const entry = SCREENS.find((screen) => screen.path === path);
  const loaded = useSignal<Loaded | null>(null);
  useSignalEffect(() => {
    const wanted = SCREENS.find((screen) => screen.path === navigation.path.value);
    if (wanted) void load(wanted).then((next) => next.path === navigation.path.peek() && (loaded.value = next));
  });

  if (!entry) {
    return (
      <Screen title={words.errors.notFoundTitle}>
        <p>
          {words.errors.notFound} <a href="/dashboard">{words.nav.overview}</a>
        </p>
      </Screen>
    );
  }
  const shown = loaded.value;
  if (!shown) return null;
  if (!shown.Screen) {
    return (
      <Empty title={words.errors.screen}>
        <Button look="main" onClick={() => location.reload()}>
          {words.errors.reload}
        </Button>
      </Empty>
    );
  }
  // Another shop, or another time of it, is another page: nothing of the one before may stay.
  return <shown.Screen key={`${shown.path} ${shop.id} ${account.epoch.value}`} />;
}

async function load({ path, load }: ScreenEntry): Promise<Loaded> {
  try {
    return { path, Screen: await load() };
  } catch {
    return { path, Screen: null };
  }
}
