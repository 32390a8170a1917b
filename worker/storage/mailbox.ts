import { readPersonData } from './people.ts';
import type { Store } from './store.ts';

/** A mail of a test shop or of the demo, as the mailbox page shows it. */
export interface KeptMail {
  readonly mailId: string;
  readonly shopId: string;
  readonly topic: string;
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The part that is sealed: who it is for and what it says, sign-in links included. */
type Letter = Pick<KeptMail, 'to' | 'subject' | 'text' | 'html'>;

interface MailboxRow {
  shop_id: string;
  mail_id: string;
  person_id: string | null;
  topic: string;
  sealed: string;
  at: number;
}

/** Keeps a mail instead of sending it, sealed under the key of the person it is for (`personId` null: of a dashboard user). */
export async function keepMail(
  store: Store,
  mail: Letter &
    Pick<KeptMail, 'mailId' | 'topic' | 'at'> & {
      readonly personId: string | null;
      readonly wrappedKey: string | null;
    },
): Promise<D1PreparedStatement> {
  const letter: Letter = { to: mail.to, subject: mail.subject, text: mail.text, html: mail.html };
  return store.db
    .prepare('INSERT INTO mailbox (shop_id, mail_id, person_id, topic, sealed, at) VALUES (?, ?, ?, ?, ?, ?)')
    .bind(
      store.shopId,
      mail.mailId,
      mail.personId,
      mail.topic,
      await store.vault.seal(mail.wrappedKey, JSON.stringify(letter)),
      mail.at,
    );
}

/** The newest mails of a shop; one whose person has been erased can't be opened any more and is left out. */
export async function listKeptMails(store: Store, limit: number): Promise<KeptMail[]> {
  const found = await store.db
    .prepare('SELECT * FROM mailbox WHERE shop_id = ? ORDER BY mail_id DESC LIMIT ?')
    .bind(store.shopId, limit)
    .all<MailboxRow>();
  const mails = await Promise.all(found.results.map((row) => openMail(store, row)));
  return mails.filter((mail) => mail !== null);
}

export async function findKeptMail(store: Store, mailId: string): Promise<KeptMail | null> {
  const row = await store.db
    .prepare('SELECT * FROM mailbox WHERE shop_id = ? AND mail_id = ?')
    .bind(store.shopId, mailId)
    .first<MailboxRow>();
  return row && openMail(store, row);
}

async function openMail(store: Store, row: MailboxRow): Promise<KeptMail | null> {
  const wrappedKey = row.person_id === null ? null : (await readPersonData(store, row.person_id)).wrappedKey;
  if (row.person_id !== null && wrappedKey === null) return null;
  const letter = JSON.parse(await store.vault.open(wrappedKey, row.sealed)) as Letter;
  return { ...letter, mailId: row.mail_id, shopId: row.shop_id, topic: row.topic, at: row.at };
}
