import type * as v from 'valibot';
import type { claimReply, sessionReply } from '../../../sdk/contract/visitor.ts';

export type { JoinReply, Me, OfferReply, PageSettings } from '../../../sdk/contract/visitor.ts';
export type ClaimReply = v.InferOutput<typeof claimReply>;
export type SessionReply = v.InferOutput<typeof sessionReply>;
export interface Problem {
  readonly code: string;
  readonly field?: string;
  readonly detail: string;
}
