import type { Platform } from '../storage/platform.ts';

export async function drainQueue(_batch: MessageBatch<unknown>, _platform: Platform): Promise<void> {}
