/** A piece of a value; `differs` when the other value does not hold it. */
export interface Piece {
  text: string;
  differs: boolean;
}

const word = /[\p{L}\p{N}]+(?:[.,:/-][\p{L}\p{N}]+)*/gu;

const plain = (text: string) => text.normalize("NFKC").toLowerCase();

const wordsOf = (text: string): string[] => plain(text).match(word) ?? [];

/** Splits a value into pieces and marks exactly the words that none of the others says. */
export function markPieces(value: string, others: readonly string[]): Piece[] {
  const known = others.map((other) => new Set(wordsOf(other)));
  const pieces: Piece[] = [];
  let end = 0;
  const push = (text: string, differs: boolean) => {
    if (text === "") return;
    const last = pieces.at(-1);
    if (last && last.differs === differs) last.text += text;
    else pieces.push({ text, differs });
  };
  for (const match of value.matchAll(word)) {
    push(value.slice(end, match.index), false);
    const differs = known.length > 0 && known.some((words) => !words.has(plain(match[0])));
    push(match[0], differs);
    end = match.index + match[0].length;
  }
  push(value.slice(end), false);
  return pieces;
}

const percent = /^(-?\d+(?:\.\d+)?)\s*%$/u;
const hasDigit = /\p{N}/u;

/** Names a difference at the end of its row: *30.0 points apart*, *Number differs*, *2 words differ*. */
export function nameDifference(declared: string | null, others: readonly string[]): string {
  if (declared === null) return "Not declared";
  const [, share] = percent.exec(declared.trim()) ?? [];
  const [, other] = percent.exec((others[0] ?? "").trim()) ?? [];
  if (share !== undefined && other !== undefined)
    return `${Math.abs(Number(share) - Number(other)).toFixed(1)} points apart`;
  const told = others.flatMap((text) => markPieces(text, [declared])).filter((piece) => piece.differs);
  const words = told.flatMap((piece) => wordsOf(piece.text));
  if (words.length === 0) return "Written differently";
  if (words.every((one) => hasDigit.test(one)))
    return words.length === 1 ? "Number differs" : "Numbers differ";
  return words.length === 1 ? "1 word differs" : `${words.length} words differ`;
}
