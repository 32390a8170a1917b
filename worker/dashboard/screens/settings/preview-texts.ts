import type { Locale } from '../../state/preferences.ts';

/** What the popup's first step says where the owner has no words of their own, in the language of the preview. */
export const PREVIEW_TEXTS: Readonly<
  Record<Locale, Readonly<Record<'give' | 'get' | 'headline' | 'explain' | 'join' | 'launcher' | 'minimum', string>>>
> = {
  en: {
    give: 'Give',
    get: 'Get',
    headline: 'Give {give}, get {get}',
    explain: 'Your friend gets {give} off. You get {get} when they buy.',
    join: 'Get my link',
    launcher: 'Give {give}, get {get}',
    minimum: 'Off an order of {minimum} or more.',
  },
  fr: {
    give: 'Offrez',
    get: 'Recevez',
    headline: 'Offrez {give}, recevez {get}',
    explain: 'Votre proche économise {give}. Vous recevez {get} après son achat.',
    join: 'Obtenir mon lien',
    launcher: 'Offrez {give}, recevez {get}',
    minimum: 'Dès {minimum} d’achat.',
  },
};
