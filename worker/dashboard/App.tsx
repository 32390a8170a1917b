import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useDashboard } from './state/dashboard.ts';
import { SKELETON_AFTER_MS } from './state/remote.ts';
import { Shell } from './shell/Shell.tsx';
import { SetUp } from './screens/door/SetUp.tsx';
import { SignIn } from './screens/door/SignIn.tsx';
import { Empty } from './ui/Empty.tsx';
import { Button } from './ui/Button.tsx';
import { Skeleton } from './ui/Skeleton.tsx';
import { Toasts } from './ui/Toasts.tsx';
import { Trouble } from './ui/Trouble.tsx';
import { useWords } from './words/words.ts';

/** The door, or the rooms behind it. */
export function App() {
  return (
    <>
      <Room />
      <Toasts />
    </>
  );
}

function Room() {
  const { account } = useDashboard();
  const words = useWords();
  const state = account.state.value;
  if (state.kind === 'set-up') return <SetUp token={state.token} />;
  if (state.kind === 'signed-out') return <SignIn why={state.why} />;
  if (state.kind === 'signed-in' && account.shop.value) return <Shell />;
  return (
    <main class="door">
      {state.kind === 'loading' && <LateSkeleton />}
      {state.kind === 'failed' && <Trouble error={state.error} onRetry={() => void account.start('')} />}
      {state.kind === 'signed-in' && (
        <Empty title={words.shell.noShop}>
          <p>{words.shell.noShopExplain}</p>
          <Button onClick={() => void account.signOut()}>{words.shell.signOut}</Button>
        </Empty>
      )}
    </main>
  );
}

/** Nothing moves in the first moment: the session is mostly known by then. */
function LateSkeleton() {
  const isLate = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isLate.value = true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isLate]);
  return isLate.value ? <Skeleton rows={4} /> : null;
}
