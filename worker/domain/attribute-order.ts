import { isWithinWindow } from '../../sdk/contract/attribution.ts';
import type { TouchSource } from '../../sdk/contract/program.ts';
import type { TouchStep } from '../../sdk/contract/trace.ts';
import type { Evidence, OrderFacts } from './order-facts.ts';

/** Whom an order is credited to, and by which evidence. */
export interface Attribution {
  readonly advocateId: string;
  readonly linkCode: string | null;
  readonly source: TouchSource;
  readonly channel: string | null;
}

// What a friend typed or a shop applied is a choice; it is never outdone by an earlier click.
const CHOSEN: ReadonlySet<TouchSource> = new Set(['code', 'coupon']);

/**
 * Weighs the evidence of an order: the program's precedence decides, and under a first-touch model the earliest of the
 * unchosen evidence stands. Tells for each piece why it won or lost.
 */
export function attributeOrder(facts: Pick<OrderFacts, 'evidence' | 'order' | 'program'>): {
  readonly winner: Attribution | null;
  readonly touches: readonly TouchStep[];
} {
  const { model, precedence } = facts.program.settings.attribution;
  const faults = new Map(facts.evidence.map((piece) => [piece, faultOf(piece, facts)] as const));
  const sound = facts.evidence.filter((piece) => faults.get(piece) === null);
  const ranked = sound.toSorted((a, b) => precedence.indexOf(a.source) - precedence.indexOf(b.source));
  const strongest = ranked[0];
  const won = strongest && model === 'first' && !CHOSEN.has(strongest.source) ? earliest(ranked) : strongest;
  const touches = facts.evidence.map((piece): TouchStep => {
    const why =
      piece === won ? 'won' : (faults.get(piece) ?? (won && won !== strongest ? 'earlier_stands' : 'lower_precedence'));
    return { source: piece.source, code: piece.code, won: piece === won, why };
  });
  const winner = won?.advocate && {
    advocateId: won.advocate.personId,
    linkCode: won.linkCode,
    source: won.source,
    channel: won.channel,
  };
  return { winner: winner ?? null, touches };
}

function faultOf(
  piece: Evidence,
  facts: Pick<OrderFacts, 'order' | 'program'>,
): Exclude<TouchStep['why'], 'won'> | null {
  const { settings } = facts.program;
  if (!piece.genuine) return 'bad_signature';
  if (!settings.attribution.precedence.includes(piece.source)) return 'not_accepted';
  if (!piece.advocate) return 'unknown_code';
  if (!piece.advocate.active) return 'advocate_gone';
  if (
    piece.seenAt !== null &&
    !isWithinWindow({ code: '', seenAt: piece.seenAt }, settings.windowDays, facts.order.placedAt)
  )
    return 'outside_window';
  return null;
}

function earliest(ranked: readonly Evidence[]): Evidence | undefined {
  return ranked.toSorted((a, b) => momentOf(a) - momentOf(b))[0];
}

/** What has no moment of its own: a code is chosen at the checkout, after every click; a bond made by an order was before. */
function momentOf({ source, seenAt }: Evidence): number {
  return seenAt ?? (CHOSEN.has(source) ? Number.POSITIVE_INFINITY : 0);
}
