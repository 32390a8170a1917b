/**
 * The line that lets a page call `bothways(…)` before the script has come: it keeps the calls, the script makes them. Under
 * 200 bytes, to be pasted inline above the tag by sites that call from their own scripts; the tag alone needs none.
 */
export const stub = 'window.bothways=window.bothways||function(){(bothways.q=bothways.q||[]).push(arguments)}';
