import type { Words } from '../en/index.ts';
import * as lists from './lists.ts';
import { overview } from './overview.ts';
import * as setup from './setup.ts';
import { settings } from './settings.ts';
import * as shell from './shell.ts';
import { trace } from './trace.ts';

export const words: Words = { ...shell, overview, ...lists, trace, settings, ...setup };
