import type { TouchSource } from '../../../../sdk/contract/program.ts';
import { Button } from '../../ui/Button.tsx';
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
          <Sign
            key={source}
            name={trace.sources[source]}
            isFirst={index === 0}
            isLast={index === precedence.length - 1}
            onMove={(by) => move(index, by)}
            onLeaveOut={() => onPrecedence(precedence.filter((one) => one !== source))}
          />
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

interface SignProps {
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onLeaveOut: () => void;
}

function Sign({ name, isFirst, isLast, onMove, onLeaveOut }: SignProps) {
  const { attribution: words } = useWords().settings;
  return (
    <li>
      <span class="grow">{name}</span>
      <span class="row-actions">
        <Button disabled={isFirst} aria-label={words.up(name)} onClick={() => onMove(-1)}>
          ↑
        </Button>
        <Button disabled={isLast} aria-label={words.down(name)} onClick={() => onMove(1)}>
          ↓
        </Button>
        {/* One sign has to stay, or nobody could ever be credited. */}
        <Button look="quiet" disabled={isFirst && isLast} aria-label={words.ignore(name)} onClick={onLeaveOut}>
          {words.ignoreShort}
        </Button>
      </span>
    </li>
  );
}
