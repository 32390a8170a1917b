/**
 * Keeps wrangler and miniflare from calling home: a test run needs no network and leaves no traces outside the
 * repository. Import it before anything that starts a Worker.
 */
const quiet = {
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
  // Wrangler otherwise stores every local request and trace, 17 MB for a minute of load.
  X_LOCAL_EXPLORER: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
};

for (const [name, value] of Object.entries(quiet)) process.env[name] ??= value;
