import { problemsIn } from "../problems/policy";
import { type DocumentProblem, type DraftParts, workflowDocument } from "../schema";
import { mendGraph } from "./graph";
import { mendNames } from "./names";
import { mendReasons, mendUnused } from "./parts";

/** What one click mends. Only where there is no doubt what is meant. */
export interface Fix {
  /** On the button. */
  title: string;
  /** In the history of the draft. */
  words: string;
  parts: DraftParts;
}

type Mend = (parts: DraftParts, problem: DocumentProblem) => Fix | undefined;

const mends: readonly Mend[] = [mendGraph, mendNames, mendReasons, mendUnused];

/** The fix of one problem, or of several of one kind with one click. Each is tried out: it never makes a new fault. */
export function fixOf(parts: DraftParts, problems: readonly DocumentProblem[]): Fix | undefined {
  const isOne = problems.length === 1;
  const fixes: Fix[] = [];
  let now = parts;
  for (const problem of problems) {
    // Places move while others are mended, and what goes with another is mended already.
    const here = isOne ? problem : problemsIn(now.document).find((one) => isSame(one, problem));
    if (!here) continue;
    const next = mends.reduce<Fix | undefined>((found, mend) => found ?? mend(now, here), undefined);
    if (!next || !isSound(now, next.parts, here)) return undefined;
    fixes.push(next);
    now = next.parts;
  }
  const [first] = fixes;
  if (!first || isOne) return first;
  return {
    ...{ title: titleOfAll(fixes), parts: now },
    words: `${first.words} and ${problems.length - 1} more`.slice(0, 200),
  };
}

/** One button for several: what each of them would say, said of all. */
function titleOfAll(fixes: readonly Fix[]): string {
  const titles = new Set(fixes.map(({ title }) => title));
  const [first = ""] = titles;
  if (first.startsWith("Add a review")) return "Add a review and send all there";
  if ([...titles].every((title) => title.startsWith("Remove"))) return "Remove all";
  if (titles.size > 1) return `Mend all ${fixes.length}`;
  return /^(Send|Lead|Take)\b/.test(first) ? first.replace(/^(\w+)( it)?/, "$1 all") : `${first}, for all`;
}

/** The same complaint, also when it stands at another place by now. */
const isSame = (a: DocumentProblem, b: DocumentProblem) => a.code === b.code && a.message === b.message;

/** The problem is gone, and no error is there that was not there before; it can still be saved. */
function isSound(before: DraftParts, after: DraftParts, problem: DocumentProblem): boolean {
  const now = problemsIn(after.document);
  const count = (of: readonly DocumentProblem[], one: DocumentProblem) =>
    of.filter((other) => isSame(one, other)).length;
  const then = problemsIn(before.document);
  const had = count(then, problem);
  return (
    (had === 0 || count(now, problem) < had) &&
    workflowDocument.safeParse(after.document).success &&
    now.every((one) => one.severity === "warning" || count(now, one) <= count(then, one))
  );
}
