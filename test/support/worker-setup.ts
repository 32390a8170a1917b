import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, inject } from 'vitest';

// Storage is kept apart per file only; a test must not see what the one before it wrote.
beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, inject('migrations'));
});
