import * as lists from './lists.ts';
import { overview } from './overview.ts';
import * as setup from './setup.ts';
import { settings } from './settings.ts';
import * as shell from './shell.ts';
import { trace } from './trace.ts';

/** Every text of the dashboard in English. Another language is a file of the same shape; a text that is missing is a type error. */
export const words = { ...shell, overview, ...lists, trace, settings, ...setup };
export type Words = typeof words;
