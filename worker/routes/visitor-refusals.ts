import { Refusal } from './context.ts';

/** Before its owner has set a program up, a shop has nothing to offer on any page. */
export function noProgram(): Refusal {
  return new Refusal('not_found', 'This shop has no program yet; its owner sets one up in the dashboard.');
}

/** The same for every limit that a visitor meets. */
export function tooMany(): Refusal {
  return new Refusal('rate_limited', 'This was asked too often from here; try again in an hour.');
}
