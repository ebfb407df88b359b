/* Contrast as WCAG 2 counts it. */

const channel = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

const rgbOf = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex);
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
}

/** What AA asks of text. */
export const AA = 4.5;

/** How far two colours (`#rrggbb`) stand apart: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The nearest darker shade that can be read on `paper`, or the colour itself when it can. */
export function readableOn(paper: string, hex: string): string {
  for (let share = 1; share > 0; share -= 0.02) {
    const shade = `#${rgbOf(hex)
      .map((value) =>
        Math.round(value * share)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")}`;
    if (contrast(shade, paper) >= AA) return shade;
  }
  return "#000000";
}
