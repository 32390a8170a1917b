import type * as v from 'valibot';
import * as fields from '../../sdk/contract/fields.ts';
import * as orders from '../../sdk/contract/orders.ts';
import * as owner from '../../sdk/contract/owner.ts';
import * as program from '../../sdk/contract/program.ts';
import * as trace from '../../sdk/contract/trace.ts';
import * as visitor from '../../sdk/contract/visitor.ts';

/**
 * The schemas that have a name of their own in the document, and are referred to wherever the contract uses that very
 * schema. Those that a caller sends are written as what may be sent, the others as what comes back.
 */
export const sent = {
  Amount: fields.amountField,
  Attempt: fields.attemptField,
  BasisPoints: fields.basisPointsField,
  Code: fields.codeField,
  Currency: fields.currencyField,
  Email: fields.emailField,
  ExternalId: fields.externalIdField,
  Id: fields.idField,
  Locale: fields.localeField,
  Money: fields.moneyField,
  Origin: owner.originField,
  PublishableKey: fields.publishableKeyField,
  Time: fields.timeField,
  Url: fields.urlField,
  Order: orders.orderBody,
  Refund: orders.refundBody,
  RewardRule: program.rewardRuleField,
  ProgramSettings: program.programSettingsField,
  Triggers: program.triggersField,
  Widget: program.widgetField,
} as const satisfies Record<string, v.GenericSchema>;

export const returned = {
  AmountView: owner.amountView,
  ClosedReason: visitor.closedReasonField,
  CodeState: orders.codeReply,
  Delivery: owner.deliveryRow,
  Event: owner.eventView,
  Key: owner.keyView,
  OrderOutcome: orders.orderReply,
  Overview: owner.overviewReply,
  Person: owner.personView,
  Program: owner.programReply,
  Referral: owner.referralRow,
  RefundOutcome: orders.refundReply,
  Reward: orders.rewardView,
  RewardOfPerson: owner.rewardRow,
  RewardState: visitor.rewardStateField,
  Role: owner.roleField,
  RuleStep: trace.ruleStepField,
  Shop: owner.shopView,
  Side: trace.sideField,
  TouchSource: program.touchSourceField,
  TouchStep: trace.touchStepField,
  Trace: trace.traceField,
  WebhookEndpoint: owner.endpointView,
  WebhookType: owner.webhookTypeField,
} as const satisfies Record<string, v.GenericSchema>;
