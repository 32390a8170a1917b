/** The Worker's bindings, as wrangler.toml names them. Only worker/index.ts reads them; everything else is handed what it needs. */
interface Env {
  /** Settings, people, ledger: the truth. Migrations in worker/migrations. */
  readonly DB: D1Database;
  /** What is read often and written seldom; never truth, a miss falls through to DB. */
  readonly KV: KVNamespace;
  /** Visits and impressions, folded into hourly rollups. */
  readonly VISITS: Queue;
  /** Hurries the outbox; the cron drains it from DB with or without. */
  readonly OUTBOX: Queue;
  /** dist/public: the browser files, the dashboard, old releases. */
  readonly ASSETS: Fetcher;
  /** Secret: 32 bytes, base64url. Everything signed or encrypted is keyed from it. */
  readonly BOTHWAYS_KEY: string;
  /** The Worker's own address, without a trailing slash. */
  readonly PUBLIC_URL: string;
  /** Secret: where mail goes out, such as `smtps://user:password@smtp.example.com`. Without it and EMAIL, live shops send no mail. */
  readonly SMTP_URL?: string;
  /** Whom mail comes from, such as `Shop <hello@shop.example>`; needed with SMTP_URL or EMAIL. */
  readonly MAIL_FROM?: string;
  /** Cloudflare's Email Service, taken where there is no SMTP_URL. */
  readonly EMAIL?: SendEmail;
  /** Secret: of a Turnstile widget. With it, joins and claims need a solved challenge (docs/api.md). */
  readonly TURNSTILE_SECRET?: string;
  /** The site key of the same widget, which pages are told; public. */
  readonly TURNSTILE_SITE_KEY?: string;
  /** "1" only in the demo: opens /mailbox. */
  readonly DEMO?: string;
}

// What `import { env, exports } from 'cloudflare:workers'` gives (tests use it; the product is handed its env).
declare namespace Cloudflare {
  interface Env extends globalThis.Env {}
  interface GlobalProps {
    mainModule: typeof import('./index.ts');
  }
}
