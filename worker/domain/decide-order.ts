import type { RuleName, Trace } from '../../sdk/contract/trace.ts';
import { attributeOrder } from './attribute-order.ts';
import type { Attribution } from './attribute-order.ts';
import { grantRewards } from './grant-rewards.ts';
import type { Grant } from './grant-rewards.ts';
import type { OrderFacts } from './order-facts.ts';
import { rules } from './rules/index.ts';

/** What an order comes to, with the whole reasoning. */
export type OrderDecision =
  | {
      readonly kind: 'rewarded';
      readonly attribution: Attribution;
      readonly grants: readonly Grant[];
      readonly trace: Trace;
    }
  | {
      readonly kind: 'refused';
      readonly attribution: Attribution | null;
      readonly reason: RuleName;
      readonly trace: Trace;
    };

/** Decides an order: pure, so that a dry run, a replay and the live decision are one and the same. */
export function decideOrder(facts: OrderFacts, now: number): OrderDecision {
  const { winner, touches } = attributeOrder(facts);
  const grants = grantRewards(facts);
  const steps = rules.map((rule) => ({ rule: rule.name, ...rule.ask({ facts, winner, grants }) }));
  const trace: Trace = {
    programId: facts.program.programId,
    programVersion: facts.program.version,
    decidedAt: now,
    touches: [...touches],
    rules: steps,
  };
  const failed = steps.find((step) => !step.passed);
  if (failed) return { kind: 'refused', attribution: winner, reason: failed.rule, trace };
  if (!winner) throw new Error('An order without an advocate passed every rule');
  return { kind: 'rewarded', attribution: winner, grants, trace };
}
