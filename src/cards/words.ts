import { createInstance, type TFunction } from 'i18next';
import { en } from './words/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** The languages that are on, each by its own name. Welsh joins them once every string of `en` has its twin. */
export const languages: readonly { readonly code: string; readonly name: string }[] = [{ code: 'en', name: 'English' }];

/** Every string that a person reads, by key. Plain words; nothing in them is markup. */
export type Words = TFunction<'translation'>;

const catalogues = createInstance();
await catalogues.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  initAsync: false,
  interpolation: { escapeValue: false },
});

export function hasWordsFor(locale: string): boolean {
  return catalogues.hasResourceBundle(locale.split('-')[0] ?? '', 'translation');
}

/** The catalogue of a language, English where there is none. `locale` is BCP 47: `cy-GB` is Welsh. */
export function wordsFor(locale: string | null | undefined): Words {
  return catalogues.getFixedT(locale?.split('-')[0] ?? 'en');
}
