import type { ReferralRow } from '../../../../sdk/contract/owner.ts';
import type { Tone } from '../../ui/Badge.tsx';

export const REFERRAL_TONE: Readonly<Record<ReferralRow['state'], Tone>> = {
  claimed: 'neutral',
  ordered: 'good',
  refused: 'bad',
};
