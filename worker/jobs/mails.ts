import { keepMail } from '../storage/mailbox.ts';
import type { ClaimedDelivery } from '../storage/outbox.ts';
import type { Drain, Settled } from './drain.ts';
import { composeMail } from './compose-mail.ts';

/** Mails that do no harm when they come twice: each has a link of its own, and somebody waits for it. */
const REPEATABLE = new Set(['person_link', 'user_link']);

/** Writes a mail and sends it; a test shop's, and every one of the demo, goes to the mailbox page instead. */
export async function deliverMail(drain: Drain, delivery: ClaimedDelivery): Promise<Settled> {
  const { platform, shop, store } = drain;
  const keeps = platform.demo || shop.mode === 'test';
  const repeatable = REPEATABLE.has(delivery.topic);
  if (delivery.lastAttemptLost && !keeps && !repeatable) {
    return ended({ kind: 'unknown', error: 'An earlier attempt was cut off; the mail may have been sent.' });
  }
  if (!keeps && platform.sendMail === null) {
    return ended({ kind: 'refused', error: 'No way to send mail is set up: see SMTP_URL and MAIL_FROM.' });
  }
  const composed = await composeMail(drain, delivery);
  if (composed.kind !== 'mail') return ended(composed);
  const { mail, personId, wrappedKey } = composed;
  if (keeps || platform.sendMail === null) {
    const kept = await keepMail(store, {
      ...mail,
      mailId: platform.newId('mal'),
      topic: delivery.topic,
      at: drain.now(),
      personId,
      wrappedKey,
    });
    return { outcome: { kind: 'sent' }, statements: [kept] };
  }
  const outcome = await platform.sendMail({ ...mail, fromName: shop.name, deliveryId: delivery.deliveryId });
  return ended(outcome.kind === 'unknown' && repeatable ? { kind: 'failed', error: outcome.error } : outcome);
}

function ended(outcome: Settled['outcome']): Settled {
  return { outcome, statements: [] };
}
