import { checkAttribution } from '../../vectors/check-attribution.ts';

checkAttribution();
