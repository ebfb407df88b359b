import type { FieldInfo } from "@/server/rules/core/fields";
import { large } from "@/server/rules/core/words";

/** What can stand in a formula, as it is offered to whoever writes one. */

interface FormulaFunction {
  name: string;
  /** As it is put into the text; `|` is where the writing goes on. */
  text: string;
  help: string;
}

export const formulaFunctions: readonly FormulaFunction[] = [
  { name: "min", text: "min(|, )", help: "the smallest of several" },
  { name: "max", text: "max(|, )", help: "the largest of several" },
  {
    name: "round",
    text: 'round(|, 0, "half_up")',
    help: "to so many decimals: half_up, half_even, down or up",
  },
  {
    ...{ name: "round down to steps", text: 'round((|) / 1000, 0, "down") * 1000' },
    help: "down to a whole multiple, here of 1,000",
  },
  { name: "if", text: "if(| > 0, , )", help: "one value when something holds, else another" },
  { name: "default", text: "coalesce(|, 0)", help: "a value to take when one is missing" },
  { name: "money", text: 'money(|, "EUR")', help: "an amount in a currency" },
  { name: "abs", text: "abs(|)", help: "without its sign" },
  { name: "count", text: "count(|)", help: "how many entries a list has; count(list, condition) only some" },
  { name: "sum", text: "sum(|)", help: "all values of a list together" },
  { name: "average", text: "average(|)", help: "of all values of a list" },
  { name: "smallest", text: "smallest(|)", help: "value of a list" },
  { name: "largest", text: "largest(|)", help: "value of a list" },
  { name: "distinct", text: "distinct(|)", help: "how many different values a list has" },
  { name: "age", text: "age(|)", help: "whole years since a date" },
  { name: "days_since", text: "days_since(|)", help: "whole days since a date" },
  { name: "days_between", text: "days_between(|, )", help: "whole days from one date to another" },
];

export interface Completion {
  /** What is put in the place of `from` to the caret; `|` is where the caret goes. */
  text: string;
  label: string;
  help: string;
  field?: FieldInfo;
}

const MOST = 12;
/** Lists and details are no numbers; of a list its values are. */
const CALCULATED = new Set(["number", "money", "date", "date_time", "boolean", "text", "any", "list"]);

/** What the word before the caret may become, the likeliest first. */
export function completionsAt(
  text: string,
  caret: number,
  fields: readonly FieldInfo[],
): { from: number; completions: Completion[] } {
  const before = text.slice(0, caret);
  const none = { from: caret, completions: [] };
  if (isQuoted(before)) return none;
  const amount = /(\d[\d,]*(?:\.\d+)?)\s*([A-Za-z]{3})$/.exec(before);
  const currency = amount?.[2]?.toUpperCase() ?? "";
  if (amount && currencies.has(currency)) {
    const written = `money(${amount[1]?.replaceAll(",", "")}, "${currency}")`;
    const help = "an amount in a currency";
    return { from: amount.index, completions: [{ text: `${written}|`, label: written, help }] };
  }
  const share = /(\d+(?:\.\d+)?)\s*%$/.exec(before);
  if (share)
    return {
      from: share.index,
      completions: [{ text: `${share[1]} / 100|`, label: `${share[1]} / 100`, help: "per cent" }],
    };
  const word = /[A-Za-z_][\w.[\]]*$/.exec(before)?.[0] ?? "";
  if (word === "") return none;
  const wanted = word.toLowerCase();
  const functions = formulaFunctions
    .filter(({ name, help }) => name.startsWith(wanted) || (wanted.length > 2 && help.includes(wanted)))
    .map(({ name, text, help }): Completion => ({ text, label: name, help }));
  const known = fields
    .filter((field) => CALCULATED.has(field.type))
    .flatMap((field) => {
      const rank = rankOf(field, wanted);
      return rank === undefined ? [] : [{ field, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(
      ({ field }): Completion => ({
        ...{ text: `${field.path}|`, label: large(field.title), help: field.path, field },
      }),
    );
  const isWhole = known.length === 1 && known[0]?.text === `${word}|`;
  return {
    from: caret - word.length,
    completions: isWhole ? [] : [...functions, ...known].slice(0, MOST),
  };
}

/** How well a field is meant by what is written: its name begins so, a word of it does, its path holds it. */
function rankOf({ title, path }: FieldInfo, wanted: string): number | undefined {
  const name = title.toLowerCase();
  const full = path.toLowerCase();
  if (name.startsWith(wanted) || full.startsWith(wanted)) return 0;
  if (name.split(/[\s:]+/).some((word) => word.startsWith(wanted))) return 1;
  if (full.split(/[.[\]]+/).some((word) => word.startsWith(wanted))) return 2;
  return wanted.length > 2 && (name.includes(wanted) || full.includes(wanted)) ? 3 : undefined;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

const isQuoted = (before: string): boolean => {
  let quote = "";
  for (const letter of before)
    if (quote === "" && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === quote) quote = "";
  return quote !== "";
};

/** The text with a completion in it, and where the caret stands then. */
export function completed(
  text: string,
  from: number,
  caret: number,
  { text: given }: Pick<Completion, "text">,
): { text: string; caret: number } {
  const mark = given.indexOf("|");
  const put = mark < 0 ? given : given.slice(0, mark) + given.slice(mark + 1);
  return {
    text: text.slice(0, from) + put + text.slice(caret),
    caret: from + (mark < 0 ? put.length : mark),
  };
}
