import type { PageSettings } from '../sdk/contract/visitor.ts';
import type { Services } from '../sdk/guest.ts';

const DAY_MS = 86_400_000;

/**
 * Opens the popup by itself, once, at the first of the moments the owner chose: so many seconds after the page was idle, so far
 * down the page, or when a mouse leaves the window by its top edge (exit intent, which only a mouse has).
 */
export function watchTriggers(
  { afterSeconds, scrollPercent, exitIntent, quietDays }: PageSettings['widget']['triggers'],
  { guest, own }: Pick<Services, 'guest' | 'own'>,
  open: () => void,
): void {
  const { signal, now, referral, consentState } = guest;
  const until = { signal, passive: true };
  let isSpent = false;
  const fire = () => {
    if (isSpent || signal.aborted) return;
    isSpent = true;
    const { link, quietUntil = 0 } = own.read();
    // For nobody who is a friend or an advocate already; and without consent, which nothing would remember, on every page.
    if (link || referral() || quietUntil > now() || consentState() !== 'granted') return;
    // Never over a dialog or while somebody types.
    if (document.querySelector(':modal') || document.activeElement?.matches('input,textarea,select')) return;
    own.update({ quietUntil: now() + quietDays * DAY_MS });
    open();
  };
  if (afterSeconds !== null) setTimeout(fire, afterSeconds * 1_000);
  if (scrollPercent !== null) {
    const height = () => document.documentElement.scrollHeight;
    addEventListener('scroll', () => ((scrollY + innerHeight) * 100) / height() >= scrollPercent && fire(), until);
  }
  if (exitIntent) {
    document.documentElement.addEventListener('mouseleave', ({ clientY }) => clientY <= 0 && fire(), until);
  }
}
