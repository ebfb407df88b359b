import type { FormProblem } from "@/components/schema-form/problems";
import { itemName } from "@/components/schema-form/summary";
import { answerMessage } from "@/server/collection/messages/catalogue";
import { type EffectivePage, propertiesOf } from "@/server/collection/policy";
import type { AnswerIssue } from "@/server/collection/validation/policy";
import { readAt } from "./answers";
import { en, type MessageKey } from "./messages/en";
import type { Text } from "./messages/translate";

const isMessage = (key: string): key is MessageKey => Object.hasOwn(en, key);

/** A complaint in the reader's language, as it stands at its field. The form's own words go before ours. */
export function sayIssue(issue: Pick<AnswerIssue, "code" | "message" | "params">, text: Text): string {
  const key = `problem.${issue.code}`;
  const isOurs = isMessage(key) && issue.message === answerMessage(issue.code as never, issue.params);
  return isOurs ? text(key, issue.params) : issue.message;
}

/** What a problem needs to be listed, beside its place: the name of its field. */
export interface NamedProblem extends FormProblem {
  field: string;
  page: string;
}

/** In a list the name of its element goes first: `Tomasz Wierzbicki · Date of birth`. */
function elementName(pages: readonly EffectivePage[], answers: unknown, path: string): string | undefined {
  const steps = path.split(".");
  const at = steps.findIndex((step) => /^\d+$/.test(step));
  if (at < 0) return undefined;
  let list = pages.map((page) => page.schema).find((schema) => propertiesOf(schema)[steps[0] ?? ""]);
  for (const step of steps.slice(0, at)) list = propertiesOf(list ?? {})[step];
  return list && itemName(list, readAt(answers, steps.slice(0, at + 1).join(".")));
}

export const nameIssues = (
  issues: readonly AnswerIssue[],
  pages: readonly EffectivePage[],
  answers: unknown,
  text: Text,
): NamedProblem[] =>
  issues.map((issue) => ({
    path: issue.path,
    page: issue.page,
    field: [elementName(pages, answers, issue.path), issue.params["field"]].filter(Boolean).join(" · "),
    message: sayIssue(issue, text),
  }));
