import sharp from "sharp";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A paper to look at: a drawn page that says what it stands for and whose it is. */
export function sampleDocument(title: string, about: string): Promise<Buffer> {
  const lines = Array.from(
    { length: 9 },
    (_, i) =>
      `<rect x="90" y="${560 + i * 62}" width="${i % 3 === 2 ? 420 : 720 - (i % 4) * 60}" height="18" fill="#d9d4cc"/>`,
  );
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1270">
    <rect width="900" height="1270" fill="#faf7f1"/>
    <rect x="40" y="40" width="820" height="1190" fill="none" stroke="#7a2b62" stroke-width="6"/>
    <text x="90" y="150" font-family="sans-serif" font-size="30" fill="#7a2b62">SAMPLE, NOT A REAL DOCUMENT</text>
    <text x="90" y="240" font-family="sans-serif" font-size="44" fill="#222">${escaped(title.slice(0, 34))}</text>
    <text x="90" y="310" font-family="sans-serif" font-size="34" fill="#444">${escaped(about.slice(0, 44))}</text>
    <rect x="90" y="360" width="150" height="150" fill="#cfc8bd"/>
    ${lines.join("")}
  </svg>`;
  return sharp(Buffer.from(page)).jpeg({ quality: 80 }).toBuffer();
}
