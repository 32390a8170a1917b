import type { Examples } from './example.ts';
import { ownerExamples } from './owner.ts';
import { shopServerExamples } from './shop-server.ts';
import { visitorExamples } from './visitor.ts';

/** An example of every call. */
export const examples: Examples = { ...visitorExamples, ...shopServerExamples, ...ownerExamples };
