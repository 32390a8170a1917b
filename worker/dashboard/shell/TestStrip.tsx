import { useSignal } from '@preact/signals';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import { localInput, readLocalInput, shortTime } from '../format/dates.ts';
import { useDashboard, useNow } from '../state/dashboard.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form, type Filled } from '../ui/Form.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useLocale, useWords } from '../words/words.ts';

/** Says above everything that nothing here is real, and moves the test shop's clock, so that a hold of weeks takes a click. */
export function TestStrip() {
  const { account } = useDashboard();
  const { shell } = useWords();
  const locale = useLocale();
  const now = useNow();
  const isOpen = useSignal(false);
  const moving = useSignal<number | null>(null);
  const { move } = useClock();
  const forward = async (days: number) => {
    moving.value = days;
    await move(now + days * DAY_MS).finally(() => (moving.value = null));
  };
  return (
    <aside class="test-strip" aria-label={shell.test}>
      <p>{shell.testBanner}</p>
      <div class="test-clock">
        <Icon name="clock" />
        <span>
          {shell.testNow} <strong>{shortTime(now, locale)}</strong>
        </span>
        {account.may('manager') && (
          <span class="test-moves">
            <Button isBusy={moving.value === 1} onClick={() => void forward(1)}>
              {shell.forwardDay}
            </Button>
            <Button isBusy={moving.value === 7} onClick={() => void forward(7)}>
              {shell.forwardWeek}
            </Button>
            <Button onClick={() => (isOpen.value = true)}>{shell.forwardTo}</Button>
          </span>
        )}
      </div>
      {isOpen.value && <ClockDialog onClose={() => (isOpen.value = false)} />}
    </aside>
  );
}

function ClockDialog({ onClose }: { readonly onClose: () => void }) {
  const { shell } = useWords();
  const now = useNow();
  const { set } = useClock();
  const send = async (filled: Filled) => {
    await set(readLocalInput(filled.text('now')) ?? now);
    onClose();
  };
  return (
    <Dialog title={shell.clockTitle} onClose={onClose}>
      <Form action={shell.clockMove} onSend={send} fields={['now']}>
        <TextField
          label={shell.clockField}
          name="now"
          consequence={shell.clockExplain}
          type="datetime-local"
          input={{ required: true, min: localInput(now), defaultValue: localInput(now + DAY_MS) }}
        />
      </Form>
    </Dialog>
  );
}

function useClock() {
  const { api, account, toasts } = useDashboard();
  const { shell } = useWords();
  const set = async (now: number) => {
    account.shopChanged(await api.call('moveClock', { body: { now } }));
    toasts.say(shell.clockMoved);
  };
  return { set, move: (now: number) => set(now).catch(toasts.fail) };
}
