import { problemsIn } from "../problems/policy";
import type { DocumentProblem, DraftParts } from "../schema";
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

export type Mend = (parts: DraftParts, problem: DocumentProblem) => Fix | undefined;

const mends: readonly Mend[] = [mendGraph, mendNames, mendReasons, mendUnused];

/** The fix of one problem, or of several of one kind with one click. Each is tried out: it never makes a new fault. */
export function fixOf(parts: DraftParts, problems: readonly DocumentProblem[]): Fix | undefined {
  let fix: Fix | undefined;
  let now = parts;
  const mended: DocumentProblem[] = [];
  for (const problem of problems) {
    // Places move while others are mended: what went with another is mended already.
    const here =
      problems.length === 1 ? problem : problemsIn(now.document).find((one) => isSame(one, problem));
    if (!here) continue;
    const next = mends.reduce<Fix | undefined>((found, mend) => found ?? mend(now, here), undefined);
    if (!next || !isSound(now, next.parts, here)) continue;
    fix = next;
    now = next.parts;
    mended.push(problem);
  }
  if (!fix || mended.length === 0) return undefined;
  if (problems.length === 1) return fix;
  if (mended.length < problems.length) return undefined;
  return { title: allOf(fix.title), words: `${fix.words} and ${mended.length - 1} more`, parts: now };
}

const allOf = (title: string) =>
  /^(Remove|Send|Put|Add)\b/.test(title) ? title.replace(/^(\w+)/, "$1 all:") : `All: ${title}`;

/** The same complaint, also when it stands at another place by now. */
const isSame = (a: DocumentProblem, b: DocumentProblem) => a.code === b.code && a.message === b.message;

/** The problem is gone, and no error is there that was not there before. */
function isSound(before: DraftParts, after: DraftParts, problem: DocumentProblem): boolean {
  const now = problemsIn(after.document);
  const count = (of: readonly DocumentProblem[], one: DocumentProblem) =>
    of.filter((other) => isSame(one, other)).length;
  const then = problemsIn(before.document);
  const had = count(then, problem);
  return (
    (had === 0 || count(now, problem) < had) &&
    now.every((one) => one.severity === "warning" || count(now, one) <= count(then, one))
  );
}
