/** Decimals of a currency's minor unit where ISO 4217 has other than two. */
const DIGITS: { readonly [code: string]: number } = {
  ...Object.fromEntries(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((c) => [c, 0]),
  ),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((c) => [c, 3])),
  CLF: 4,
  UYW: 4,
};

/** How many decimals the currency's minor unit has: EUR 2, JPY 0, KWD 3. */
export function currencyDigits(currency: string): number {
  return Object.hasOwn(DIGITS, currency) ? DIGITS[currency]! : 2;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `EUR 1,850,000.00`: plain English, the same in every browser and server. */
export function formatMoney(money: { amount: number; currency: string }): string {
  const digits = currencyDigits(money.currency);
  const minor = BigInt(money.amount);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const whole = grouped(digits === 0 ? text : text.slice(0, -digits));
  const rest = digits === 0 ? "" : `.${text.slice(-digits)}`;
  return `${money.currency} ${minor < 0n ? "-" : ""}${whole}${rest}`;
}

/** `1,850,000.5`: thousands grouped, all decimals kept. */
export function formatNumber(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  return match ? `${match[1]}${grouped(match[2]!)}${match[3] ?? ""}` : text;
}
