import type { TouchSource } from '../../../../sdk/contract/program.ts';
import { Choice } from '../../ui/Choice.tsx';
import { useFieldProblem } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';

const SOURCES = [
  'code',
  'coupon',
  'signed_touch',
  'touch',
  'customer',
  'email',
] as const satisfies readonly TouchSource[];

/** Which advocate an order is credited to where several signs name different ones. */
export function AttributionSection({ draft, change }: SectionProps) {
  const { attribution: words } = useWords().settings;
  const { model, precedence } = draft.attribution;
  return (
    <Section id="attribution" title={words.title}>
      <Choice
        legend={words.model}
        name="settings.attribution.model"
        value={model}
        onChoose={(next) => change({ attribution: { ...draft.attribution, model: next } })}
        options={[
          { value: 'last', label: words.last, consequence: words.lastWhy },
          { value: 'first', label: words.first, consequence: words.firstWhy },
        ]}
      />
      <Precedence
        precedence={precedence}
        onPrecedence={(next) => change({ attribution: { ...draft.attribution, precedence: next } })}
      />
    </Section>
  );
}

interface PrecedenceProps {
  readonly precedence: readonly TouchSource[];
  readonly onPrecedence: (precedence: TouchSource[]) => void;
}

/** An order by buttons: no dragging, so it works by keyboard and by thumb alike. */
function Precedence({ precedence, onPrecedence }: PrecedenceProps) {
  const { settings, trace } = useWords();
  const { attribution: words } = settings;
  const problem = useFieldProblem('settings.attribution.precedence');
  const unused = SOURCES.filter((source) => !precedence.includes(source));
  const move = (index: number, by: -1 | 1) => {
    const [source] = precedence.slice(index, index + 1);
    if (source) onPrecedence(precedence.toSpliced(index, 1).toSpliced(index + by, 0, source));
  };
  return (
    <fieldset class="choice">
      <legend class="field-label">{words.precedence}</legend>
      <p class="consequence">{words.precedenceWhy}</p>
      <ol class="rows">
        {precedence.map((source, index) => (
          <li key={source}>
            <span class="grow">{trace.sources[source]}</span>
            <span class="row-actions">
              <button
                type="button"
                class="button plain"
                disabled={index === 0}
                aria-label={words.up(trace.sources[source])}
                onClick={() => move(index, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="button plain"
                disabled={index === precedence.length - 1}
                aria-label={words.down(trace.sources[source])}
                onClick={() => move(index, 1)}
              >
                ↓
              </button>
              <button
                type="button"
                class="button quiet"
                disabled={precedence.length === 1}
                aria-label={words.ignore(trace.sources[source])}
                onClick={() => onPrecedence(precedence.filter((one) => one !== source))}
              >
                {words.ignoreShort}
              </button>
            </span>
          </li>
        ))}
      </ol>
      {unused.length > 0 && (
        <p class="unused">
          <span class="soft">{words.unused}</span>
          {unused.map((source) => (
            <button key={source} type="button" class="chip" onClick={() => onPrecedence([...precedence, source])}>
              + {trace.sources[source]}
            </button>
          ))}
        </p>
      )}
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
