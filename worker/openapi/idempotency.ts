import type { Endpoint, Once } from '../../sdk/contract/endpoint.ts';
import type { Answer, Parameter } from './document-types.ts';

/** The header that names a write. */
export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A random name of this write. Sent again with the same key within 24 hours, it gets its first reply and is not carried out twice. A refusal is not kept: the key may be used again. While the first request is under way, the answer is `busy`.',
  schema: { type: 'string', minLength: 8, maxLength: 200, pattern: '^[!-~]+$' },
  example: '0b9f6a52-7c1d-4e8b-9a43-5d2f8c7e6b10',
};

/** Tells a first reply that is given again. */
export const replayedHeader = {
  description: 'Present where this is the reply to an earlier request with the same idempotency key.',
  schema: { type: 'string', const: 'true' },
} as const;

/** Whether a key is what keeps the call from being carried out twice. */
export function takesKey(row: Endpoint): boolean {
  return row.once === 'key';
}

/** The headers that the reply to a call may carry. */
export function replyHeaders(row: Endpoint): Pick<Answer, 'headers'> {
  return takesKey(row)
    ? { headers: { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } } }
    : {};
}

const SAID: Readonly<Record<Once, string>> = {
  ids: 'Once: by what it names itself; sent again, it is answered with what the first one did, and needs no key.',
  key: 'Once: for each `Idempotency-Key`.',
  no: 'Carried out each time it is sent.',
};

/** What sending a call again comes to, in a sentence; nothing of a read. */
export function sayOnce({ once }: Endpoint): string {
  return once === undefined ? '' : ` ${SAID[once]}`;
}
