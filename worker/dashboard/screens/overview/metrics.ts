import type { Metric } from '../../../../sdk/contract/owner.ts';

/** The steps from the popup to the order; the contract's own list stands beside its schemas, which stay out of the browser. */
export const METRICS_IN_ORDER = [
  'impressions',
  'joins',
  'shares',
  'visits',
  'claims',
  'conversions',
] as const satisfies readonly Metric[];
