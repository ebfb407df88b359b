import codes from "i18n-iso-countries/codes.json";

export interface Country {
  code: string;
  name: string;
}

const cached = new Map<string, Country[]>();

/** The name of a country in the reader's language. */
export const countryName = (code: string, locale: string): string => {
  try {
    return new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(code) ?? code;
  } catch {
    return code;
  }
};

/** All countries of ISO 3166, sorted as the language sorts. */
export function countriesOf(locale: string): Country[] {
  const known = cached.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const list = (codes as string[][])
    .map(([code = ""]) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  cached.set(locale, list);
  return list;
}
