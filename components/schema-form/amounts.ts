/** Decimals of a currency's minor unit, as the browser knows them: EUR 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

function separatorsOf(locale: string): { decimal: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return { decimal: parts.find((part) => part.type === "decimal")?.value ?? "." };
}

/**
 * A typed number as plain decimal text (`-1234.5`), or nothing when it is none. Both `12,500.00` and `12.500,00` are read;
 * a lone separator is the decimal one when the language says so or when it cannot group thousands.
 */
export function readDecimal(typed: string, locale: string): string | undefined {
  const text = typed.replace(/[\s\u00a0\u202f'’_]/g, "");
  if (!/^[+-]?[\d.,]*\d[.,]?$/.test(text)) return undefined;
  const commas = text.split(",").length - 1;
  const points = text.split(".").length - 1;
  let decimal: string | undefined;
  if (commas && points) decimal = text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
  else if (commas + points === 1) {
    const mark = commas ? "," : ".";
    const groups = /^[+-]?\d{1,3}[.,]\d{3}$/.test(text);
    if (!groups || separatorsOf(locale).decimal === mark) decimal = mark;
  }
  const [whole = "", ...rest] = decimal ? text.split(decimal) : [text];
  if (rest.length > 1) return undefined;
  const digits = whole.replace(/[.,]/g, "");
  if (/[.,]/.test(whole) && !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
  const fraction = rest[0] ?? "";
  return `${digits === "" || digits === "-" ? `${digits}0` : digits.replace(/^\+/, "")}${fraction ? `.${fraction}` : ""}`;
}

/** Typed text as whole minor units, or nothing when it is no amount of this currency. Never through a float. */
export function readMinor(typed: string, currency: string, locale: string): number | undefined {
  const plain = readDecimal(typed, locale);
  if (plain === undefined) return undefined;
  const decimals = decimalsOf(currency);
  const [whole = "0", fraction = ""] = plain.split(".");
  if (fraction.replace(/0+$/, "").length > decimals) return undefined;
  const minor = Number(`${whole}${fraction.slice(0, decimals).padEnd(decimals, "0")}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** Minor units as people write them: `12,500.00`. */
export function showMinor(minor: number, currency: string, locale: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const plain = decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(`${minor < 0 ? "-" : ""}${plain}` as Intl.StringNumericLiteral);
}
