import type { ProgramSettings } from '../../../../sdk/contract/program.ts';

export type TextKey = keyof NonNullable<ProgramSettings['texts'][string]>;

/** The texts an owner can replace, in the order a visitor meets them. */
export const TEXT_KEYS = [
  'launcher',
  'headline',
  'explain',
  'goodFriend',
  'join',
  'emailLabel',
  'firstNameLabel',
  'showName',
  'consent',
  'shareMessage',
  'bannerHeadline',
  'bannerClaim',
  'terms',
] as const satisfies readonly TextKey[];
