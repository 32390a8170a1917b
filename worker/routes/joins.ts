import type { Handlers } from './context.ts';
import { makeJoin } from './make-join.ts';

export const joinHandlers: Pick<Handlers, 'join'> = {
  join: ({ body }, context) => makeJoin(body, context),
};
