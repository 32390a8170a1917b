import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownTextsField } from '../../../sdk/contract/program.ts';
import { bannerTexts } from '../../../widget/english/banner.ts';
import { pageTexts } from '../../../widget/english/page.ts';
import { popupTexts } from '../../../widget/english/popup.ts';
import { sharedTexts } from '../../../widget/english/shared.ts';
import { loadLocale, pickTag, type LoadedLocale, type Locale } from '../../../widget/locale.ts';
import { packLocale } from '../../../widget/build/pack-locale.ts';
import { translate } from '../../../widget/translate.ts';

const english = { page: pageTexts, shared: sharedTexts, banner: bannerTexts, popup: popupTexts };
const files = readdirSync('widget/locales').map((file) => file.replace('.ts', ''));
const locales = await Promise.all(
  files.map(async (name) => {
    const { locale }: { locale: Locale } = await import(`../../../widget/locales/${name}.ts`);
    return { name, locale };
  }),
);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

describe.each(locales)('the language $name', ({ name, locale }) => {
  const groups = (['page', 'shared', 'banner', 'popup'] as const).map((group) => ({ group, own: locale[group] }));

  it.each(groups)('says every text of $group, and no other', ({ group, own }) => {
    expect(Object.keys(own).toSorted()).toEqual(Object.keys(english[group]).toSorted());
  });

  it.each(groups)('fills in nothing that English does not know in $group', ({ group, own }) => {
    const source: Readonly<Record<string, string>> = english[group];
    for (const [key, text] of Object.entries(own)) {
      const extra = placeholders(text).filter((one) => !placeholders(source[key] ?? '').includes(one));
      // `{give}` and `{get}` are at hand everywhere.
      expect(
        extra.filter((one) => one !== '{give}' && one !== '{get}'),
        key,
      ).toEqual([]);
    }
  });

  it('has a form for every count', () => {
    const forms = locale.popup.friendsJoined.split('|').length;
    for (const count of [0, 1, 2, 3, 5, 11, 21, 100]) expect(locale.plural(count)).toBeLessThan(forms);
  });

  it('is found by its tag', async () => {
    expect(pickTag(['xx', `${name}-XX`])).toBe(`${name}-XX`);
    expect(await loadLocale(name)).toBe(locale);
  });
});

describe('French', () => {
  const french = locales.find(({ name }) => name === 'fr')?.locale;
  const texts = Object.values({ ...french?.page, ...french?.shared, ...french?.banner, ...french?.popup });

  it('never breaks a line before : ; ! ?', () => {
    expect(texts.filter((text) => / [:;!?]/.test(text))).toEqual([]);
    expect(texts.filter((text) => /[^\s\u00a0][:;!?](?!\/)/u.test(text))).toEqual([]);
  });

  it('writes the apostrophe as printers do', () => {
    expect(texts.filter((text) => text.includes("'"))).toEqual([]);
  });

  it('counts nothing and one as singular', () => {
    expect([0, 1, 2].map((count) => french?.plural(count))).toEqual([0, 0, 1]);
  });
});

describe('choosing a language', () => {
  it.each([
    [['fr-CA', 'en'], 'fr-CA'],
    [[undefined, '', 'de-AT', 'fr', 'en'], 'fr'],
    [['en-GB', 'fr'], 'en-GB'],
    [['de', 'ja'], 'en'],
    [['FR'], 'FR'],
    [[], 'en'],
  ])('%j → %s', (wishes, tag) => {
    expect(pickTag(wishes)).toBe(tag);
  });

  it('stays with English where the file of a language cannot be had', async () => {
    expect(await loadLocale('en-US')).toBeUndefined();
    expect(translate(sharedTexts, undefined)).toBe(sharedTexts);
  });
});

describe.each(locales)('the packed $name', ({ locale }) => {
  it('says the same as the file it was packed from', async () => {
    const source = packLocale(locale);
    const { locale: packed }: { locale: LoadedLocale } = await import(
      `data:text/javascript,${encodeURIComponent(source)}`
    );
    expect(translate(sharedTexts, packed.shared)).toEqual(locale.shared);
    expect(translate(bannerTexts, packed.banner)).toEqual(locale.banner);
    expect(translate(popupTexts, packed.popup)).toEqual(locale.popup);
    expect(packed.page).toEqual(locale.page);
    expect([0, 1, 2, 5].map(packed.plural)).toEqual([0, 1, 2, 5].map(locale.plural));
  });
});

it('has a text for every one that an owner may replace, the terms alone being theirs', () => {
  const ours = Object.keys({ ...pageTexts, ...sharedTexts, ...bannerTexts, ...popupTexts });
  expect(Object.keys(ownTextsField.entries).filter((key) => !ours.includes(key))).toEqual(['terms']);
});
