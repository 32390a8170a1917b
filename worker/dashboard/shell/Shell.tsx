import { useRef } from 'preact/hooks';
import { useDashboard, useShop } from '../state/dashboard.ts';
import { Icon } from '../ui/Icon.tsx';
import { useWords } from '../words/words.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Mark } from './Mark.tsx';
import { Offline } from './Offline.tsx';
import { Outlet } from './Outlet.tsx';
import { SCREENS } from './screens.ts';
import { ShopSwitch } from './ShopSwitch.tsx';
import { TestStrip } from './TestStrip.tsx';

/** The frame around every screen: the way about, the shop, and whether its data are real. */
export function Shell() {
  const { nav } = useWords();
  const { mode } = useShop();
  const main = useRef<HTMLElement>(null);
  return (
    <div class={`shell ${mode}`}>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {nav.skip}
      </button>
      {mode === 'test' && <TestStrip />}
      <header class="topbar">
        <button type="button" class="icon-button" popovertarget="menu" aria-label={nav.menu}>
          <Icon name="menu" />
        </button>
        <Mark />
      </header>
      <Sidebar />
      <main ref={main} class="content" tabIndex={-1}>
        <Offline />
        <Outlet />
      </main>
    </div>
  );
}

/** Beside the content where there is room; elsewhere a popover, which the browser closes on Escape and on a tap beside it. */
function Sidebar() {
  const { navigation } = useDashboard();
  const words = useWords();
  const sidebar = useRef<HTMLElement>(null);
  return (
    <aside id="menu" ref={sidebar} class="sidebar" popover="auto" aria-label={words.nav.menu}>
      <Mark />
      <ShopSwitch />
      <nav aria-label={words.nav.label}>
        <ul>
          {SCREENS.map(({ path, name, icon }) => (
            <li key={name}>
              <a
                href={path === '/' ? '/dashboard' : `/dashboard${path}`}
                aria-current={navigation.path.value === path ? 'page' : undefined}
                onClick={() => sidebar.current?.hidePopover()}
              >
                <Icon name={icon} />
                {words.nav[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <AccountMenu />
    </aside>
  );
}
