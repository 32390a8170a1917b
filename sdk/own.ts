import type { Guest, OwnRecord, OwnStore } from './guest.ts';
import { quietly } from './quietly.ts';

/** The one key of localStorage. */
export const OWN_KEY = 'bothways_own';

/** Remembers the visitor's own things: in localStorage with consent, for this page view without it, or where storage is full. */
export function createOwn({ consentState, on, signal }: Pick<Guest, 'consentState' | 'on' | 'signal'>): OwnStore {
  /** What is not stored. */
  let memory: OwnRecord = {};

  const read = (): OwnRecord => {
    const stored = consentState() === 'granted' && quietly(() => parse(localStorage.getItem(OWN_KEY)));
    return { ...stored, ...memory };
  };

  const update: OwnStore['update'] = (change) => {
    const next = { ...read(), ...change };
    memory = isStored(next) ? {} : { ...memory, ...change };
  };

  const isStored = (record: OwnRecord) =>
    consentState() === 'granted' &&
    !signal.aborted &&
    quietly(() => {
      localStorage.setItem(OWN_KEY, JSON.stringify(record));
      return true;
    });

  const obey = () => {
    const state = consentState();
    if (state === 'denied') quietly(() => localStorage.removeItem(OWN_KEY));
    if (state === 'granted' && Object.keys(memory).length > 0) update({});
  };
  obey();
  on('consent', obey);

  return { read, update };
}

/** Only scripts of the site itself can write here, and they could do worse: a record is taken for what it should be. */
function parse(text: string | null): OwnRecord {
  const record: unknown = JSON.parse(text ?? '{}');
  return isRecord(record) ? record : {};
}

function isRecord(value: unknown): value is OwnRecord {
  return typeof value === 'object';
}
