import * as v from 'valibot';
import { formatDay } from '../domain/format-day.ts';
import { formatQuantity } from '../domain/format.ts';
import type { Mail } from '../domain/mail.ts';
import { mailAddress } from '../domain/mail.ts';
import { rewardState } from '../domain/reward-state.ts';
import { DEFAULT_LOCALE, pageSettings } from '../domain/visitor-texts.ts';
import type { ClaimedDelivery } from '../storage/outbox.ts';
import { findPerson, readPersonData } from '../storage/people.ts';
import type { PersonData } from '../storage/people.ts';
import { findReward } from '../storage/rewards.ts';
import { insertToken, newToken } from '../storage/tokens.ts';
import { readUser } from '../storage/users.ts';
import type { Drain } from './drain.ts';
import { drawHtml, drawText } from './mail-layout.ts';
import type { MailSheet, Stub } from './mail-layout.ts';
import { french } from './mail-words-fr.ts';
import { english } from './mail-words.ts';
import type { MailLanguage, MailWords, RewardMoment } from './mail-words.ts';

/** How long a magic link works, in minutes. */
const LINK_MINUTES = 30;

/** A mail ready to go, and whose key seals it where it is kept; or why there is none. */
type Composed =
  | {
      readonly kind: 'mail';
      readonly mail: Pick<Mail, 'to' | 'subject' | 'text' | 'html'>;
      readonly personId: string | null;
      readonly wrappedKey: string | null;
    }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'refused'; readonly error: string };

const linkPayload = v.object({ returnUrl: v.optional(v.string()), locale: v.optional(v.string()) });
const rewardPayload = v.object({ rewardId: v.string() });

/** Looks up whom a mail is for and what is so now, and writes it. A magic link comes into being here and is stored nowhere else. */
export async function composeMail(drain: Drain, delivery: ClaimedDelivery): Promise<Composed> {
  const target = delivery.target ?? '';
  if (delivery.topic === 'user_link') return composeUserLink(drain, target);
  const { data, wrappedKey } = await readPersonData(drain.store, target);
  if (data.email === undefined) return { kind: 'dropped' };
  const program = await drain.program();
  if (!program) return { kind: 'dropped' };
  const facts = { drain, personId: target, data, program };
  const sheet =
    delivery.topic === 'person_link' ? await personLink(facts, delivery.payload) : await rewardMail(facts, delivery);
  if ('kind' in sheet) return sheet;
  return { kind: 'mail', mail: await drawn(data.email, sheet), personId: target, wrappedKey };
}

interface PersonFacts {
  readonly drain: Drain;
  readonly personId: string;
  readonly data: PersonData;
  readonly program: NonNullable<Awaited<ReturnType<Drain['program']>>>;
}

type Undone = Exclude<Composed, { kind: 'mail' }>;

async function personLink(
  { drain, personId, data, program }: PersonFacts,
  payload: unknown,
): Promise<MailSheet | Undone> {
  const { shop } = drain;
  const asked = v.safeParse(linkPayload, payload);
  const locale = (asked.success ? asked.output.locale : undefined) ?? data.locale ?? DEFAULT_LOCALE;
  const url = mailAddress(
    [asked.success ? asked.output.returnUrl : undefined, ...landings(drain, program)],
    shop.origins,
  );
  if (!url) {
    return { kind: 'refused', error: 'No page to lead to: the landing page is not on an allowed origin of the shop.' };
  }
  url.searchParams.set('bothways_token', await makeToken(drain, 'person_link', personId));
  const page = pageSettings(program, 'open', locale);
  const language = languageOf(locale);
  const { stubs } = language.texts;
  const words = language.texts.personLink({ shop: shop.name, minutes: LINK_MINUTES });
  return {
    ...frame(drain, program, language),
    words: { ...words, notes: page.texts.terms === undefined ? words.notes : [...words.notes, page.texts.terms] },
    ticket: [
      { word: stubs.give, amount: page.give },
      { word: stubs.get, amount: page.get },
    ],
    url: url.href,
  };
}

async function rewardMail(
  { drain, personId, data, program }: PersonFacts,
  delivery: ClaimedDelivery,
): Promise<MailSheet | Undone> {
  const { store, shop } = drain;
  const payload = v.safeParse(rewardPayload, delivery.payload);
  const reward = payload.success ? await findReward(store, payload.output.rewardId) : null;
  const state = reward && rewardState(reward, drain.now());
  // What was taken back meanwhile is not announced, and nobody is written to who has left.
  if (!reward || (state !== 'review' && state !== 'held' && state !== 'available')) return { kind: 'dropped' };
  if ((await findPerson(store, personId))?.state !== 'active') return { kind: 'dropped' };
  const url = mailAddress(landings(drain, program), shop.origins);
  if (!url) {
    return { kind: 'refused', error: 'No page to lead to: the landing page is not on an allowed origin of the shop.' };
  }
  const locale = data.locale ?? DEFAULT_LOCALE;
  const language = languageOf(locale);
  const amount = formatQuantity(reward.quantity - reward.reversedQuantity, reward.unit, locale);
  const { words, when } = rewardWords(delivery.topic, language.texts, {
    shop: shop.name,
    amount,
    locale,
    state,
    availableAt: reward.availableAt,
  });
  return {
    ...frame(drain, program, language),
    words,
    ticket: [{ word: language.texts.stubs.yours, amount }, when],
    url: url.href,
  };
}

function rewardWords(
  topic: string,
  texts: MailLanguage,
  facts: {
    readonly shop: string;
    readonly amount: string;
    readonly locale: string;
    readonly state: 'review' | 'held' | 'available';
    readonly availableAt: number;
  },
): { readonly words: MailWords; readonly when: Stub } {
  const { stubs } = texts;
  const done = { word: stubs.now, amount: '✓' };
  if (topic === 'reward_available') return { words: texts.rewardAvailable(facts), when: done };
  const granted = (moment: RewardMoment) => texts.rewardGranted({ ...facts, moment });
  switch (facts.state) {
    case 'held':
      return {
        words: granted({ kind: 'on', day: formatDay(facts.availableAt, facts.locale, 'long') }),
        when: { word: stubs.from, amount: formatDay(facts.availableAt, facts.locale, 'short') },
      };
    case 'available':
      return { words: granted({ kind: 'now' }), when: done };
    case 'review':
      return { words: granted({ kind: 'after_review' }), when: { word: stubs.inReview, amount: '…' } };
  }
}

async function composeUserLink(drain: Drain, userId: string): Promise<Composed> {
  const { platform, shop } = drain;
  const user = await readUser(platform.directory, platform.vault, userId);
  if (!user) return { kind: 'dropped' };
  const words = english.userLink({ name: user.name, minutes: LINK_MINUTES });
  const token = await makeToken(drain, 'user_link', userId);
  // In the fragment, which browsers send to no server and no log.
  const url = `${platform.publicUrl}/dashboard#token=${token}`;
  const sheet: MailSheet = {
    language: 'en',
    from: shop.name,
    words,
    ticket: null,
    url,
    footer: english.userFooter,
    brandColor: '#0f766e',
  };
  return { kind: 'mail', mail: await drawn(user.email, sheet), personId: null, wrappedKey: null };
}

/** Made when the mail is written, so that no row of the outbox is ever a credential. */
async function makeToken(
  { platform, shop }: Drain,
  purpose: 'person_link' | 'user_link',
  subject: string,
): Promise<string> {
  const token = newToken();
  const now = platform.realNow();
  const shopId = purpose === 'person_link' ? shop.shopId : null;
  await (
    await insertToken(platform.directory, token, {
      purpose,
      shopId,
      subject,
      now,
      expiresAt: now + LINK_MINUTES * 60_000,
    })
  ).run();
  return token;
}

function landings({ shop }: Drain, { settings }: PersonFacts['program']): readonly string[] {
  const [first] = shop.origins;
  return [settings.landingUrl, ...(first === undefined ? [] : [first])];
}

function languageOf(locale: string): { readonly tag: string; readonly texts: MailLanguage } {
  return /^fr\b/i.test(locale) ? { tag: 'fr', texts: french } : { tag: 'en', texts: english };
}

function frame({ shop }: Drain, { settings }: PersonFacts['program'], { tag, texts }: ReturnType<typeof languageOf>) {
  return { language: tag, from: shop.name, footer: texts.footer(shop.name), brandColor: settings.widget.brandColor };
}

async function drawn(to: string, sheet: MailSheet): Promise<Pick<Mail, 'to' | 'subject' | 'text' | 'html'>> {
  return { to, subject: sheet.words.subject, text: drawText(sheet), html: await drawHtml(sheet) };
}
