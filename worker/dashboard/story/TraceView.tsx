import type { RuleStep, Trace } from '../../../sdk/contract/trace.ts';
import { Icon } from '../ui/Icon.tsx';
import { Time } from '../ui/Time.tsx';
import { useLocale, useWords } from '../words/words.ts';
import { tellValue } from './values.ts';

interface TraceViewProps {
  readonly trace: Trace;
  /** Of the amounts in it. */
  readonly currency: string;
}

/** Why it was decided so: what pointed to an advocate, and every rule with the value it saw and the value it wanted. */
export function TraceView({ trace, currency }: TraceViewProps) {
  const { trace: words } = useWords();
  return (
    <div class="trace">
      <h4>{words.touches}</h4>
      {trace.touches.length === 0 ? (
        <p class="soft">{words.noTouches}</p>
      ) : (
        <ul class="touches">
          {trace.touches.map(({ source, code, won, why }) => (
            <li key={`${source} ${code ?? ''}`} class={won ? 'won' : undefined}>
              <Icon name={won ? 'check' : 'cross'} />
              <span>
                {words.sources[source]} {code !== null && <code>{code}</code>}
              </span>
              <span class="soft">{words.why[why]}</span>
            </li>
          ))}
        </ul>
      )}
      <h4>{words.title}</h4>
      <table class="rules">
        <thead>
          <tr>
            <th scope="col">{words.rule}</th>
            <th scope="col">{words.seen}</th>
            <th scope="col">{words.wanted}</th>
          </tr>
        </thead>
        <tbody>
          {trace.rules.map((step) => (
            <Rule key={step.rule} step={step} currency={currency} />
          ))}
        </tbody>
      </table>
      <p class="soft small">
        {words.decided} <Time at={trace.decidedAt} /> {words.version(trace.programVersion)}
      </p>
    </div>
  );
}

function Rule({ step, currency }: { readonly step: RuleStep; readonly currency: string }) {
  const words = useWords();
  const context = { currency, locale: useLocale(), words };
  return (
    <tr class={step.passed ? 'passed' : 'failed'}>
      <th scope="row">
        <Icon name={step.passed ? 'check' : 'cross'} />
        <span class="unseen">{step.passed ? words.trace.passed : words.trace.failed}: </span>
        {words.trace.rules[step.rule]}
      </th>
      <td>{tellValue(step, 'seen', context)}</td>
      <td>{tellValue(step, 'wanted', context)}</td>
    </tr>
  );
}
