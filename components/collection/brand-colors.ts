/** The asking company's colour as an accent that can be read, on light and on dark. */
export interface Accent {
  accent: string;
  /** Text on the accent. */
  ink: string;
  /** A quiet surface in the colour; the accent can be read on it. */
  soft: string;
  line: string;
}

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The surface of pages in the dark, as in `globals.css`. */
const DARK: Rgb = [22, 26, 30];
const AA = 4.5;
const STEPS = 50;
const FALLBACK: Rgb = [11, 110, 110];

function readHex(color: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  return match ? ([1, 2, 3].map((at) => Number.parseInt(match[at] ?? "0", 16)) as unknown as Rgb) : FALLBACK;
}

const toHex = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb =>
  a.map((part, at) => part + ((b[at] ?? 0) - part) * share) as unknown as Rgb;

function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours by WCAG 2: 1 to 21. */
export function contrastOf(a: string, b: string): number {
  return contrast(readHex(a), readHex(b));
}
function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((one, two) => two - one) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Moves a colour towards `end` just far enough that it can be read on its surface, on its own soft tint and under its ink. */
function readable(color: Rgb, surface: Rgb, end: Rgb, ink: (accent: Rgb) => Rgb, tint: number): Accent {
  for (let step = 0; step <= STEPS; step++) {
    const accent = mix(color, end, step / STEPS);
    const soft = mix(surface, accent, tint);
    const letters = ink(accent);
    const isReadable =
      contrast(accent, surface) >= AA && contrast(accent, soft) >= AA && contrast(accent, letters) >= AA;
    if (isReadable || step === STEPS)
      return {
        accent: toHex(accent),
        ink: toHex(letters),
        soft: toHex(soft),
        line: toHex(mix(surface, accent, 0.35)),
      };
  }
  throw new Error("unreachable");
}

/** The pair of accents a brand colour becomes; status colours are never touched. */
export function accentsOf(color: string): { light: Accent; dark: Accent } {
  const brand = readHex(color);
  return {
    light: readable(brand, WHITE, BLACK, () => WHITE, 0.09),
    dark: readable(brand, DARK, WHITE, (accent) => mix(accent, BLACK, 0.8), 0.14),
  };
}
