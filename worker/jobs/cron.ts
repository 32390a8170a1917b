import type { Platform } from '../storage/platform.ts';

export async function runCron(_controller: ScheduledController, _platform: Platform): Promise<void> {}
