import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ProgramView } from '../../../../sdk/contract/owner.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { FormError } from '../../ui/Form.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useWords } from '../../words/words.ts';
import { AttributionSection } from './AttributionSection.tsx';
import { DatesSection } from './DatesSection.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { LookSection } from './LookSection.tsx';
import { Preview } from './Preview.tsx';
import { ProgramSection } from './ProgramSection.tsx';
import { RewardsSection } from './RewardsSection.tsx';
import { RulesSection } from './RulesSection.tsx';
import { SaveBar } from './SaveBar.tsx';
import { SectionNav } from './SectionNav.tsx';
import { createSettingsModel } from './settings-model.ts';
import { StateSection } from './StateSection.tsx';
import { TextsSection } from './TextsSection.tsx';
import { VisitorsSection } from './VisitorsSection.tsx';
import '../../styles/settings.css';

/** Everything about the program, with what follows from each setting beside it and the popup beside the form. */
export function Settings() {
  const { settings } = useWords();
  const { api } = useDashboard();
  const program = useRemote(useShop().id, () => api.call('getProgram', {}));
  return (
    <Screen title={settings.title}>
      <Loaded of={program} skeletonRows={10}>
        {(value) => <Editor key={value.id} loaded={value} onReload={program.reload} />}
      </Loaded>
    </Screen>
  );
}

function Editor({ loaded, onReload }: { readonly loaded: ProgramView; readonly onReload: () => void }) {
  const { api, account, navigation } = useDashboard();
  const { id: shopId } = useShop();
  const model = useMemo(() => createSettingsModel(api, shopId, loaded), [api, shopId, loaded]);
  const form = useRef<HTMLFormElement>(null);
  const at = navigation.query.value.get('at');
  useEffect(() => {
    if (at) document.getElementById(at)?.scrollIntoView();
  }, [at]);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [model.error.value]);
  const part = { draft: model.draft.value, change: model.change };
  return (
    <div class="settings">
      <form
        ref={form}
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          void model.save();
        }}
      >
        <StateSection model={model} />
        <SectionNav at={at} />
        <FormError.Provider value={model.error.value}>
          <fieldset class="bare" disabled={!account.may('manager')}>
            <RewardsSection {...part} />
            <RulesSection {...part} />
            <LimitsSection {...part} />
            <AttributionSection {...part} />
            <VisitorsSection {...part} />
            <DatesSection {...part} />
            <LookSection {...part} />
            <TextsSection {...part} />
            <ProgramSection {...part} />
          </fieldset>
        </FormError.Provider>
        <SaveBar model={model} onReload={onReload} />
      </form>
      <Preview settings={model.draft.value} />
    </div>
  );
}
