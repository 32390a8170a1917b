import type { CallerIdentity } from './context.ts';

/** The caller as the audit log names them. */
export function actorOf(caller: CallerIdentity): string {
  switch (caller.kind) {
    case 'user':
      return `user:${caller.userId}`;
    case 'key':
      return `key:${caller.keyId}`;
    case 'person':
      return `person:${caller.personId}`;
    case 'page':
      return 'page';
  }
}
