import type { FieldCatalogue } from "./fields";
import { absolutePath } from "./sentences";
import { slips } from "./slips";

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
