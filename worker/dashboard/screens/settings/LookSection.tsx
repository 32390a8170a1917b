import type { ProgramSettings } from '../../../../sdk/contract/program.ts';
import { Choice, Switch } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';

type Widget = ProgramSettings['widget'];

/** How the popup looks and when it shows itself. */
export function LookSection({ draft, change }: SectionProps) {
  const { look } = useWords().settings;
  const { widget } = draft;
  const set = (part: Partial<Widget>) => change({ widget: { ...widget, ...part } });
  return (
    <Section id="look" title={look.title}>
      <div class="pair">
        <Field label={look.color} name="settings.widget.brandColor" consequence={look.colorWhy}>
          {(wiring) => (
            <span class="with-unit color-field">
              <input
                {...wiring}
                type="color"
                value={widget.brandColor}
                onInput={({ currentTarget }) => set({ brandColor: currentTarget.value })}
              />
              <code>{widget.brandColor}</code>
            </span>
          )}
        </Field>
        <NumberField
          label={look.radius}
          name="settings.widget.cornerRadius"
          value={widget.cornerRadius}
          min={0}
          max={32}
          unit="px"
          onNumber={(cornerRadius) => set({ cornerRadius })}
        />
      </div>
      <Choice
        legend={look.launcher}
        name="settings.widget.launcher"
        value={widget.launcher}
        onChoose={(launcher) => set({ launcher })}
        options={[
          { value: 'bottom-right', label: look.right },
          { value: 'bottom-left', label: look.left },
          { value: 'none', label: look.none, consequence: look.noneWhy },
        ]}
      />
      <Switch
        label={look.banner}
        name="settings.widget.banner"
        isOn={widget.banner}
        onSwitch={(banner) => set({ banner })}
        consequence={look.bannerWhy}
      />
      <Triggers triggers={widget.triggers} onTriggers={(triggers) => set({ triggers })} />
    </Section>
  );
}

interface TriggersProps {
  readonly triggers: Widget['triggers'];
  readonly onTriggers: (triggers: Widget['triggers']) => void;
}

function Triggers({ triggers, onTriggers }: TriggersProps) {
  const { settings, common } = useWords();
  const { look } = settings;
  const set = (part: Partial<Widget['triggers']>) => onTriggers({ ...triggers, ...part });
  const isQuiet = triggers.afterSeconds === null && triggers.scrollPercent === null && !triggers.exitIntent;
  return (
    <fieldset class="choice">
      <legend class="field-label">{look.triggers}</legend>
      <p class="consequence">{isQuiet ? look.triggersNone : look.triggersWhy}</p>
      <div class="pair">
        <NumberField
          label={look.after}
          name="settings.widget.triggers.afterSeconds"
          value={triggers.afterSeconds}
          min={0}
          max={600}
          unit={look.seconds}
          onNumber={(afterSeconds) => set({ afterSeconds })}
          onEmpty={() => set({ afterSeconds: null })}
        />
        <NumberField
          label={look.scroll}
          name="settings.widget.triggers.scrollPercent"
          value={triggers.scrollPercent}
          min={1}
          max={100}
          unit="%"
          onNumber={(scrollPercent) => set({ scrollPercent })}
          onEmpty={() => set({ scrollPercent: null })}
        />
      </div>
      <Switch
        label={look.exit}
        name="settings.widget.triggers.exitIntent"
        isOn={triggers.exitIntent}
        onSwitch={(exitIntent) => set({ exitIntent })}
        consequence={look.exitWhy}
      />
      <NumberField
        label={look.quiet}
        name="settings.widget.triggers.quietDays"
        value={triggers.quietDays}
        min={0}
        max={365}
        unit={common.days}
        consequence={look.quietWhy(triggers.quietDays)}
        onNumber={(quietDays) => set({ quietDays })}
      />
    </fieldset>
  );
}
