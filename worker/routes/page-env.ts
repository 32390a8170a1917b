import type { Platform } from '../storage/platform.ts';

/** Pages are handed the platform by the app, like every call. */
export type PageEnv = { Bindings: Env; Variables: { platform: Platform } };
