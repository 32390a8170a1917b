import { useSignal } from '@preact/signals';
import type { ProgramView } from '../../../../sdk/contract/owner.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Badge, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import type { SettingsModel } from './settings-model.ts';

const TONE: Readonly<Record<ProgramView['state'], Tone>> = { active: 'good', paused: 'wait', ended: 'neutral' };

/** Whether the program runs, and the switches for it. Pausing can be undone; ending can't, so its consequences are told first. */
export function StateSection({ model }: { readonly model: SettingsModel }) {
  const { api, account, toasts } = useDashboard();
  const { state: words } = useWords().settings;
  const isEnding = useSignal(false);
  const isBusy = useSignal(false);
  const program = model.program.value;
  const set = async (state: ProgramView['state']) => {
    isBusy.value = true;
    try {
      model.accept(await api.call('setProgramState', { body: { state } }));
      toasts.say(words.done[state]);
    } catch (error) {
      toasts.fail(error);
    } finally {
      isBusy.value = false;
      isEnding.value = false;
    }
  };
  return (
    <section class="state-line">
      <p>
        <Badge tone={TONE[program.state]}>{words.names[program.state]}</Badge>{' '}
        <span class="soft">
          {words.version(program.version)} <Time at={program.savedAt} />
        </span>
      </p>
      {program.state !== 'ended' && account.may('manager') && (
        <span class="row-actions">
          {program.state === 'active' ? (
            <Button isBusy={isBusy.value} onClick={() => void set('paused')}>
              {words.pause}
            </Button>
          ) : (
            <Button isBusy={isBusy.value} onClick={() => void set('active')}>
              {words.resume}
            </Button>
          )}
          <Button look="quiet" onClick={() => (isEnding.value = true)}>
            {words.end}
          </Button>
        </span>
      )}
      {isEnding.value && (
        <Dialog title={words.endTitle} onClose={() => (isEnding.value = false)}>
          <ul>
            {words.endWhy.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <div class="form-actions">
            <Button look="danger" isBusy={isBusy.value} onClick={() => void set('ended')}>
              {words.endNow}
            </Button>
            <Button onClick={() => (isEnding.value = false)}>{words.keep}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
