import type { RuleName, RuleStep } from '../../../sdk/contract/trace.ts';
import type { Attribution } from '../attribute-order.ts';
import type { Grant } from '../grant-rewards.ts';
import type { OrderFacts } from '../order-facts.ts';

/** What a rule may look at: the facts, and what attribution and rewards come to if every rule passes. */
export interface Question {
  readonly facts: OrderFacts;
  readonly winner: Attribution | null;
  readonly grants: readonly Grant[];
}

/** One rule of the program. Asked whatever the others say, so that the trace is always whole. */
export interface Rule {
  readonly name: RuleName;
  readonly ask: (question: Question) => Pick<RuleStep, 'passed' | 'seen' | 'wanted'>;
}
