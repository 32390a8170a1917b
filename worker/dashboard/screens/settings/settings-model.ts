import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { ProgramView } from '../../../../sdk/contract/owner.ts';
import type { ProgramSettings } from '../../../../sdk/contract/program.ts';
import type { BothwaysError } from '../../../../sdk/errors.ts';
import type { Api } from '../../api/client.ts';
import { asError } from '../../state/failure.ts';

/** The settings as they are being edited, beside the ones in force. */
export interface SettingsModel {
  readonly draft: ReadonlySignal<ProgramSettings>;
  readonly program: ReadonlySignal<ProgramView>;
  /** How many settings differ from the ones in force. */
  readonly changes: ReadonlySignal<number>;
  /** Why the last save was refused. */
  readonly error: ReadonlySignal<BothwaysError | null>;
  readonly isSaving: ReadonlySignal<boolean>;
  readonly change: (part: Partial<ProgramSettings>) => void;
  readonly discard: () => void;
  /** Saves a new version; resolves to whether it was taken. */
  readonly save: () => Promise<boolean>;
  /** Takes over what the API says the program is now, such as after a pause; what is being edited stays. */
  readonly accept: (program: ProgramView) => void;
}

// What was begun is kept while one looks something up on another screen: nobody is asked whether they are sure.
const begun = new Map<string, { readonly version: number; readonly settings: ProgramSettings }>();

export function createSettingsModel(api: Api, shopId: string, loaded: ProgramView): SettingsModel {
  const program = signal(loaded);
  const kept = begun.get(shopId);
  // A draft of an older version would silently take back what somebody else saved since.
  const draft = signal(kept?.version === loaded.version ? kept.settings : loaded.settings);
  const error = signal<BothwaysError | null>(null);
  const isSaving = signal(false);
  const changes = computed(() => countChanges(program.value.settings, draft.value));
  const edit = (settings: ProgramSettings) => {
    draft.value = settings;
    if (changes.value === 0) begun.delete(shopId);
    else begun.set(shopId, { version: program.value.version, settings });
  };
  return {
    draft,
    program,
    changes,
    error,
    isSaving,
    change: (part) => edit({ ...draft.value, ...part }),
    discard() {
      error.value = null;
      edit(program.value.settings);
    },
    accept: (next) => void (program.value = next),
    async save() {
      isSaving.value = true;
      error.value = null;
      try {
        const body = { version: program.value.version, settings: draft.value };
        program.value = await api.call('saveProgram', { body });
        edit(program.value.settings);
        return true;
      } catch (thrown) {
        error.value = asError(thrown);
        return false;
      } finally {
        isSaving.value = false;
      }
    },
  };
}

function countChanges(before: ProgramSettings, now: ProgramSettings): number {
  const entries = new Map(Object.entries(before));
  return Object.entries(now).filter(([key, value]) => JSON.stringify(entries.get(key)) !== JSON.stringify(value))
    .length;
}
