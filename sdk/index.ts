import { createWith } from './create.ts';
import type { Bothways, BothwaysOptions } from './options.ts';

export { BothwaysError, isBothwaysError } from './errors.ts';
export { stub } from './stub.ts';
export type { ErrorCode, ErrorDetails } from './errors.ts';
export type { Channel, ChannelLetter, Touch } from './contract/attribution.ts';
export type {
  BothwaysEvents,
  ConsentState,
  ConvertOutcome,
  EventName,
  OrderOfPage,
  PageView,
  TrackedEvent,
} from './guest.ts';
export type { Bothways, BothwaysOptions, BothwaysTag } from './options.ts';

/**
 * Starts Bothways on a page: keeps the code that the address carries and, at idle, loads the widget. On a server it does nothing,
 * so that it may be called where a page is rendered.
 *
 * @throws {BothwaysError} `bad_input` where `shop` is not a publishable key.
 * @example const bothways = createBothways({ shop: 'pk_live_…', api: 'https://refer.example.com' });
 */
export function createBothways(options: BothwaysOptions): Bothways {
  return createWith(options, () => import('bothways/widget'));
}
