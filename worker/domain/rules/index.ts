import type { Rule } from './rule.ts';
import { attributed } from './attributed.ts';
import { budget } from './budget.ts';
import { claimValid } from './claim-valid.ts';
import { currency } from './currency.ts';
import { firstOrder } from './first-order.ts';
import { minimumOrder } from './minimum-order.ts';
import { notSelf } from './not-self.ts';
import { programOpen } from './program-open.ts';
import { verified } from './verified.ts';

/** The rules in the order in which a refusal names them: who vouches, then whether, for whom, and how much. */
export const rules: readonly Rule[] = [
  verified,
  attributed,
  programOpen,
  claimValid,
  notSelf,
  firstOrder,
  currency,
  minimumOrder,
  budget,
];
