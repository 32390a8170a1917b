import type { Outcome } from '../domain/delivery.ts';
import type { SendMail } from '../domain/mail.ts';
import { isPlainAddress, parseMailbox } from './mime.ts';
import type { Mailbox } from './mime.ts';
import { parseSmtpUrl, smtpTransport } from './smtp.ts';
import type { SmtpWorld } from './smtp.ts';

/** How the owner has set up mail; all of it comes from the Worker's settings. */
export interface MailSettings {
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Cloudflare's Email Service, where the owner has bound it. */
  readonly emailService: SendEmail | undefined;
}

/** The way mail goes out: SMTP where that is set up, else Cloudflare's Email Service; null where neither is. */
export function chooseMailer(settings: MailSettings, world: SmtpWorld): SendMail | null {
  if (settings.smtpUrl === undefined && settings.emailService === undefined) return null;
  if (settings.mailFrom === undefined) throw new Error('MAIL_FROM is missing: mail has to come from somebody');
  const from = parseMailbox(settings.mailFrom);
  if (settings.smtpUrl !== undefined) return smtpTransport(parseSmtpUrl(settings.smtpUrl), from, world);
  return settings.emailService === undefined ? null : emailServiceTransport(settings.emailService, from);
}

function emailServiceTransport(service: SendEmail, from: Mailbox): SendMail {
  return async (mail): Promise<Outcome> => {
    if (!isPlainAddress(mail.to)) return { kind: 'refused', error: 'The address can’t be written to.' };
    try {
      await service.send({
        from: { email: from.address, name: mail.fromName || from.name || from.address },
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
      });
      return { kind: 'sent' };
    } catch (error) {
      // Its message may repeat the recipient; its code does not (developers.cloudflare.com/email-service).
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      const named = /^E_[A-Z_]+$/.test(code) ? ` (${code})` : '';
      return {
        kind: code === 'E_RECIPIENT_NOT_ALLOWED' ? 'refused' : 'failed',
        error: `The Email Service did not take the mail${named}.`,
      };
    }
  };
}
