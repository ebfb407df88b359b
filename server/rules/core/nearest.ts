import type { FieldCatalogue } from "./fields";
import { absolutePath } from "./sentences";

/** What a misspelt name was meant to be: the only known one that a slip or two of the hand lead to. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const most = own.length < 6 ? 1 : 2;
  let best: string[] = [];
  let least = most + 1;
  for (const one of known) {
    if (one === name) continue;
    const far = isSameButForCase(one, name) ? 0 : slips(name, one, Math.min(most, least));
    if (far > most || far > least) continue;
    best = far === least ? [...best, one] : [one];
    least = far;
  }
  return best.length === 1 ? best[0] : undefined;
}

const isSameButForCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The field somebody meant, written as they wrote it: inside a list from its element on. */
export function nearestField(
  fields: FieldCatalogue,
  field: string,
  list: string | undefined,
): string | undefined {
  const isElement = list !== undefined && /^item(\.|$)/.test(field);
  const path = isElement ? absolutePath(field, list) : field;
  const found = nearest(
    path,
    [...fields.keys()].filter((one) => !isElement || one.startsWith(`${list}[].`)),
  );
  return found !== undefined && isElement ? `item${found.slice(`${list}[]`.length)}` : found;
}

/** Letters added, taken away, replaced or swapped with their neighbour; `most` + 1 when it takes more. */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(next[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      next[j] = cost;
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[b.length]!;
}
