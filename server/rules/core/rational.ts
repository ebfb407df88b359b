/** Exact numbers: a safe integer stays a number, everything else is a reduced fraction. No float ever enters a sum. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}
export type Exact = number | Fraction;
export type RoundingMode = "half_even" | "half_up" | "down" | "up";

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The exact quotient n / d; d must not be zero. */
export function fraction(n: bigint, d: bigint): Exact {
  const sign = d < 0n ? -1n : 1n;
  const factor = gcd(n, d * sign);
  const top = (n * sign) / factor;
  const bottom = (d * sign) / factor;
  return bottom === 1n && top <= SAFE && top >= -SAFE ? Number(top) : { n: top, d: bottom };
}

const wide = (x: Exact): Fraction => (typeof x === "number" ? { n: BigInt(x), d: 1n } : x);

/** Reads a JavaScript number as the decimal it prints as: 0.1 is one tenth. */
export function exactOf(value: number): Exact {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (!match) throw new RangeError(`${value} is not a finite number`);
  const decimals = match[3] ?? "";
  const exponent = Number(match[4] ?? 0) - decimals.length;
  const digits = BigInt(`${match[1]}${match[2]}${decimals}`);
  return exponent >= 0
    ? fraction(digits * 10n ** BigInt(exponent), 1n)
    : fraction(digits, 10n ** BigInt(-exponent));
}

export function add(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const x = wide(a);
  const y = wide(b);
  return fraction(x.n * y.d + y.n * x.d, x.d * y.d);
}

export function negate(a: Exact): Exact {
  return typeof a === "number" ? 0 - a : { n: -a.n, d: a.d };
}

export function subtract(a: Exact, b: Exact): Exact {
  return add(a, negate(b));
}

export function multiply(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  const x = wide(a);
  const y = wide(b);
  return fraction(x.n * y.n, x.d * y.d);
}

/** `b` must not be zero. */
export function divide(a: Exact, b: Exact): Exact {
  const x = wide(a);
  const y = wide(b);
  return fraction(x.n * y.d, x.d * y.n);
}

export function compareExact(a: Exact, b: Exact): -1 | 0 | 1 {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  const x = wide(a);
  const y = wide(b);
  const left = x.n * y.d;
  const right = y.n * x.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The nearest whole number; a tie goes where the mode says. */
export function roundToInteger(a: Exact, mode: RoundingMode = "half_even"): bigint {
  const { n, d } = wide(a);
  const negative = n < 0n;
  const size = negative ? -n : n;
  const whole = size / d;
  const rest = size % d;
  const twice = rest * 2n;
  const up =
    mode === "up"
      ? rest > 0n
      : mode === "down"
        ? false
        : twice > d || (twice === d && (mode === "half_up" || whole % 2n === 1n));
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

/** Rounds to `digits` decimals; negative digits round to tens, hundreds, … */
export function roundExact(a: Exact, digits: number, mode: RoundingMode = "half_even"): Exact {
  const scale = 10n ** BigInt(Math.abs(digits));
  return digits >= 0
    ? fraction(roundToInteger(multiply(a, fraction(scale, 1n)), mode), scale)
    : fraction(roundToInteger(divide(a, fraction(scale, 1n)), mode) * scale, 1n);
}

/** The nearest JavaScript number; not finite when out of its range. */
export function toNumber(a: Exact): number {
  if (typeof a === "number") return a;
  const { n, d } = a;
  const size = n < 0n ? -n : n;
  const shift = 25 - (size.toString().length - d.toString().length);
  const scaled = shift >= 0 ? size * 10n ** BigInt(shift) : size / 10n ** BigInt(-shift);
  // A trailing 1 says "a little more", so that a tie is not decided by the cut digits.
  const sticky = scaled % d === 0n ? "0" : "1";
  return Number(`${n < 0n ? "-" : ""}${scaled / d}${sticky}e${-shift - 1}`);
}
