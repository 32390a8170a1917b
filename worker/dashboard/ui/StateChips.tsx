import { Chips } from './Chips.tsx';

interface StateChipsProps<State extends string> {
  readonly label: string;
  /** What the chip for every state says. */
  readonly all: string;
  readonly states: readonly State[];
  readonly names: Readonly<Record<State, string>>;
  readonly chosen: State | null;
}

/** The filter of a list by the state of its rows. */
export function StateChips<State extends string>({ label, all, states, names, chosen }: StateChipsProps<State>) {
  const options = [{ value: null, label: all }, ...states.map((value) => ({ value, label: names[value] }))];
  return <Chips label={label} param="state" chosen={chosen} options={options} />;
}
