/**
 * Brings an e-mail address into the form in which two spellings of one mailbox are alike: small letters, no `+tag`, and for
 * Gmail no dots, because Google ignores them (https://support.google.com/mail/answer/7436150).
 */
export function normalizeEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  const at = trimmed.lastIndexOf('@');
  const domain = trimmed.slice(at + 1) === 'googlemail.com' ? 'gmail.com' : trimmed.slice(at + 1);
  const [plain = ''] = trimmed.slice(0, at).split('+');
  const local = domain === 'gmail.com' ? plain.replaceAll('.', '') : plain;
  return `${local || trimmed.slice(0, at)}@${domain}`;
}
