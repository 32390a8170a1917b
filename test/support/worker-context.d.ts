import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The SQL of worker/migrations, in order. */
    readonly migrations: { name: string; queries: string[] }[];
    /** Where test/support/receivers.ts takes webhooks and mail, and tells what came. */
    readonly receivers: { url: string; smtpPort: number; smtpTlsPort: number };
  }
}

export interface ReceivedWebhook {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  readonly user: string | null;
  /** The whole mail as it came over the wire. */
  readonly raw: string;
}
