import * as v from 'valibot';
import { touchSourceField } from './program.ts';

/** The rules of a decision, in the order they are asked. */
export const ruleNameField = v.picklist([
  'verified',
  'program_open',
  'attributed',
  'claim_valid',
  'not_self',
  'first_order',
  'currency',
  'minimum_order',
  'budget',
]);
export type RuleName = v.InferOutput<typeof ruleNameField>;

const valueField = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

/** One rule asked: the value it saw and the value it wanted, so that anyone can see why it passed or failed. */
export const ruleStepField = v.object({
  rule: ruleNameField,
  passed: v.boolean(),
  seen: valueField,
  wanted: valueField,
});
export type RuleStep = v.InferOutput<typeof ruleStepField>;

/** Why a piece of evidence won or lost the attribution. */
export const touchWhyField = v.picklist([
  'won',
  'lower_precedence',
  'outside_window',
  'unknown_code',
  'advocate_gone',
  'not_accepted',
  'earlier_stands',
  'bad_signature',
]);

export const touchStepField = v.object({
  source: touchSourceField,
  /** The code the evidence named, where it named one; never an e-mail or a customer number. */
  code: v.nullable(v.string()),
  won: v.boolean(),
  why: touchWhyField,
});
export type TouchStep = v.InferOutput<typeof touchStepField>;

/** The whole reasoning of one decision, true of the moment it was committed. */
export const traceField = v.object({
  programId: v.string(),
  programVersion: v.number(),
  decidedAt: v.number(),
  touches: v.array(touchStepField),
  rules: v.array(ruleStepField),
});
export type Trace = v.InferOutput<typeof traceField>;

export const sideField = v.picklist(['advocate', 'friend']);
export type Side = v.InferOutput<typeof sideField>;
