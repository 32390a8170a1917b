import type { ComponentChildren } from 'preact';

export type Tone = 'neutral' | 'good' | 'wait' | 'bad';

/** A state in a word; the color only repeats it. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
