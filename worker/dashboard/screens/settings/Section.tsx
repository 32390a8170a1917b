import type { ComponentChildren } from 'preact';
import type { ProgramSettings } from '../../../../sdk/contract/program.ts';

/** What each section of the form is handed: the settings as edited, and how to change some. */
export interface SectionProps {
  readonly draft: ProgramSettings;
  readonly change: (part: Partial<ProgramSettings>) => void;
}

/** A part of the form with an address of its own (`?at=limits`). */
export function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section id={id} class="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
