import { useDashboard } from '../state/dashboard.ts';

interface ChipsProps {
  readonly label: string;
  /** The parameter of the address bar that holds the choice. */
  readonly param: string;
  readonly chosen: string | null;
  /** The value null takes the parameter away. */
  readonly options: readonly { readonly value: string | null; readonly label: string; readonly count?: number }[];
}

/** Filters as links, so that a view has an address. Choosing one closes the panel of the view before. */
export function Chips({ label, param, chosen, options }: ChipsProps) {
  const { navigation } = useDashboard();
  return (
    <nav class="chips" aria-label={label}>
      {options.map(({ value, label, count }) => (
        <a
          key={value}
          class="chip"
          href={navigation.with({ [param]: value, open: null, person: null })}
          aria-current={value === chosen ? 'true' : undefined}
        >
          {label}
          {count !== undefined && count > 0 && <span class="count">{count}</span>}
        </a>
      ))}
    </nav>
  );
}
