import { IntlMessageFormat } from "intl-messageformat";
import { en, type MessageKey, type Messages } from "./en";

export type Params = Readonly<Record<string, string | number>>;
export type Text = (key: MessageKey, params?: Params) => string;

/** One catalogue per language; a language without one reads English. */
const catalogues: { readonly [language: string]: Messages } = { en };

/** Languages written from right to left. */
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;
export const directionOf = (locale: string): "ltr" | "rtl" => (RIGHT_TO_LEFT.test(locale) ? "rtl" : "ltr");

const made = new Map<string, Text>();

/** The words of a language. ICU messages are read by a parser, never evaluated as code. */
export function textIn(locale: string): Text {
  const language = locale.split("-", 1)[0] ?? "en";
  const known = made.get(language);
  if (known) return known;
  const messages = catalogues[language] ?? en;
  const spoken = catalogues[language] ? language : "en";
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const text: Text = (key, params) => {
    const message = messages[key];
    if (!message.includes("{")) return message;
    let format = formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(message, spoken, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(params));
  };
  made.set(language, text);
  return text;
}
