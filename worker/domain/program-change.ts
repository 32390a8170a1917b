import type { ProgramSettings } from '../../sdk/contract/program.ts';

/** The names of the settings that a save changes, in the order of the settings: what the audit log tells of it. */
export function changedSettings(before: ProgramSettings, after: ProgramSettings): string[] {
  const old: Readonly<Record<string, unknown>> = before;
  return Object.entries(after).flatMap(([name, value]) => (sameJson(old[name], value) ? [] : [name]));
}

/** Compares what JSON can hold, whatever the order of the keys: a settings form need not keep ours. */
function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [left, right] = [entriesOf(one), entriesOf(other)];
  return (
    left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  );
}

function entriesOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, each]) => each !== undefined));
}
