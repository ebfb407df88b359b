import { compareExact, exactOf, fraction } from "./rational";

/**
 * Decimal text without a sign as a number; undefined when it is none, or when a number cannot hold exactly what is
 * written: somebody's digits must not change under their hands.
 */
export function numberText(text: string): number | undefined {
  const match = /^(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/i.exec(text);
  const digits = match ? `${match[1]}${match[2]}` : "";
  if (!match || digits === "" || digits.length > 60) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  if (number === 0) return /[1-9]/.test(digits) ? undefined : 0;
  const power = Number(match[3] ?? 0) - (match[2] ?? "").length;
  const whole = BigInt(digits);
  const written =
    power >= 0 ? fraction(whole * 10n ** BigInt(power), 1n) : fraction(whole, 10n ** BigInt(-power));
  return compareExact(written, exactOf(number)) === 0 ? number : undefined;
}

/** An amount in minor units as people write it: 105000 with two decimals is 1050.00. */
export function minorText(amount: number, decimals: number): string {
  const sign = amount < 0 ? "-" : "";
  const digits = String(Math.abs(amount)).padStart(decimals + 1, "0");
  return decimals === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
