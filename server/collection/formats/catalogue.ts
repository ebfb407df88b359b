import countries from "i18n-iso-countries/index.js";
import { electronicFormatIBAN, isValidIBAN } from "ibantools";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as ein from "stdnum/lib/cjs/us/ein.js";
import { parseDate } from "@/server/rules/core/calendar";
import { isVatNumber } from "./vat";

/** How one kind of text is typed and checked: the values of a form's `x-format`. */
export interface Format {
  /** The one spelling that reaches the run; what it cannot read it leaves alone. */
  normalise(text: string, country: string | undefined): string;
  isValid(normal: string, country: string | undefined): boolean;
}

const trim = (text: string) => text.trim();
const compact = (text: string) => text.replace(/[\s.\-/]/g, "").toUpperCase();
const digits = (text: string) => text.replace(/[\s-]/g, "");

const matching = (pattern: RegExp, normalise: Format["normalise"] = trim): Format => ({
  normalise,
  isValid: (normal) => pattern.test(normal),
});

const phone = (text: string, country: string | undefined) =>
  parsePhoneNumberFromString(text, (country ?? undefined) as never);

/** Weights 3, 7, 1 of the American Bankers Association. */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, i) => total + Number(digit) * [3, 7, 1][i % 3]!, 0);
  return sum > 0 && sum % 10 === 0;
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return /^https?:$/.test(protocol) && /^[^.].*\.[^.]{2,}$/.test(hostname) && username === "";
}

const patterns: { readonly [what: string]: { readonly [country: string]: RegExp } } = {
  company_number: {
    GB: /^(\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z])$/,
    DE: /^(HRA|HRB|GNR|PR|VR|GSR)\d{1,6}[A-Z]{0,3}$/,
    US: /^[A-Z0-9]{4,15}$/,
  },
  postcode: {
    GB: /^(GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})$/,
    DE: /^\d{5}$/,
    US: /^\d{5}(-\d{4})?$/,
  },
  account_number: { GB: /^\d{8}$/, US: /^\d{4,17}$/ },
};

const byCountry = (what: string, otherwise: RegExp, normalise: Format["normalise"]): Format => ({
  normalise,
  isValid: (normal, country) => (patterns[what]?.[country ?? ""] ?? otherwise).test(normal),
});

function postcode(text: string, country: string | undefined): string {
  const upper = text.trim().replace(/\s+/g, " ").toUpperCase();
  const joined = upper.replace(/ /g, "");
  return country === "GB" && /^[A-Z\d]{5,7}$/.test(joined)
    ? `${joined.slice(0, -3)} ${joined.slice(-3)}`
    : upper;
}

/** British numbers are eight characters; people drop the zeros in front. */
function companyNumber(text: string, country: string | undefined): string {
  const number = compact(text);
  return country === "GB" && /^\d{6,7}$/.test(number) ? number.padStart(8, "0") : number;
}

export const formats = {
  country: {
    normalise: (text) => text.trim().toUpperCase(),
    isValid: (normal) => /^[A-Z]{2}$/.test(normal) && countries.isValid(normal),
  },
  currency: matching(/^[A-Z]{3}$/, (text) => text.trim().toUpperCase()),
  date: { normalise: trim, isValid: (normal) => parseDate(normal) !== undefined },
  email: matching(/^[^\s@<>()",;:\\]+@([\p{L}\d]([\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}]{2,}$/u),
  phone: {
    normalise: (text, country) => phone(text, country)?.number ?? text.trim(),
    isValid: (normal, country) => phone(normal, country)?.isValid() ?? false,
  },
  url: {
    normalise: (text) => (/^[a-z][a-z\d+.-]*:/i.test(text.trim()) ? text.trim() : `https://${text.trim()}`),
    isValid: isWebAddress,
  },
  iban: {
    normalise: (text) => electronicFormatIBAN(text) ?? text.trim(),
    isValid: (normal) => isValidIBAN(normal),
  },
  sort_code: matching(/^\d{6}$/, digits),
  routing_number: { normalise: digits, isValid: isRoutingNumber },
  account_number: byCountry("account_number", /^[A-Z0-9]{4,34}$/, (text) => compact(text)),
  vat: {
    normalise: (text, country) => {
      const number = compact(text);
      const prefix = country === "GR" ? "EL" : country;
      return prefix && !number.startsWith(prefix) ? prefix + number : number;
    },
    isValid: isVatNumber,
  },
  company_number: byCountry("company_number", /^[A-Z0-9]{2,20}$/, companyNumber),
  ein: { normalise: digits, isValid: (normal) => ein.validate(normal).isValid },
  postcode: byCountry("postcode", /^[A-Z\d][A-Z\d -]{1,9}$/, postcode),
} satisfies { [format: string]: Format };

export type FormatName = keyof typeof formats;

export function isFormatName(name: unknown): name is FormatName {
  return typeof name === "string" && Object.hasOwn(formats, name);
}
