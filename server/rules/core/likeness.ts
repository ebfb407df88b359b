import { slips } from "./slips";

/**
 * How alike two names are, from 0 to 100: the order of their words, accents, case and punctuation do not count, a
 * letter stands for the word it begins, and a slip of the hand costs its share of the letters.
 */
export function likeness(a: string, b: string): number {
  const x = wordsOf(a);
  const y = wordsOf(b);
  if (x.length === 0 || y.length === 0) return 0;
  const joined = alike([...x].sort().join(""), [...y].sort().join(""));
  // Down, so that a limit is never reached by rounding.
  return Math.floor(Math.max(joined, paired(x, y)) * 100 + 1e-9);
}

/** Longer than any name; the rest does not count. */
const MAX_NAME = 200;
const MAX_WORDS = 16;
/** Two words less alike than this are two words. */
const SAME_WORD = 0.6;
/** “J.” for “Jane” says less than “Jane”. */
const INITIAL = 0.75;

/** Letters that are no letter with an accent, as they are written without them. */
const SPELT: { readonly [letter: string]: string } = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" },
};

function wordsOf(name: string): string[] {
  const plain = name
    .slice(0, MAX_NAME)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => SPELT[letter]!)
    // O'Neill is one word, Smith-Jones two.
    .replace(/['’ʼ`.]/g, (sign) => (sign === "." ? " " : ""));
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS);
}

/** Letters that need not change, as a share of the longer word's. */
function alike(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return 1 - slips(a, b, longer) / longer;
}

function likenessOfWords(a: string, b: string): number {
  if (a === b) return 1;
  if ((a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b))) return INITIAL;
  const found = alike(a, b);
  return found < SAME_WORD ? 0 : found;
}

/** Each word beside the one of the other name it is most like; what is left over counts against it. */
function paired(x: readonly string[], y: readonly string[]): number {
  const pairs = x.flatMap((a, i) =>
    y.map((b, j) => ({
      i,
      j,
      weight: a.length + b.length,
      as: likenessOfWords(a, b),
      name: a < b ? `${a} ${b}` : `${b} ${a}`,
    })),
  );
  // By letters too, and never by position: which name comes first must not matter.
  pairs.sort(
    (p, q) => q.as - p.as || q.weight - p.weight || (p.name < q.name ? -1 : p.name > q.name ? 1 : 0),
  );
  const usedX = new Set<number>();
  const usedY = new Set<number>();
  let found = 0;
  let all = 0;
  for (const { i, j, weight, as } of pairs) {
    if (as === 0 || usedX.has(i) || usedY.has(j)) continue;
    usedX.add(i);
    usedY.add(j);
    found += as * weight;
    all += weight;
  }
  x.forEach((word, i) => {
    if (!usedX.has(i)) all += word.length;
  });
  y.forEach((word, j) => {
    if (!usedY.has(j)) all += word.length;
  });
  return found / all;
}
