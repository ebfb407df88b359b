import { type AnswersLater, type PluginCall, PluginFailure } from "../contract";
import { sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";
import { fileOf, type IdentityQuestion } from "./file";

const rowOf = (question: IdentityQuestion) =>
  question.documentNumber
    ? sandboxAnswer("identity_document", "number", question.documentNumber)
    : sandboxAnswer("identity_document", "name", question.lastName);

/** How long the reader is waited for once it took a question, and when it tells its answer. */
const WITHIN_MS = 10 * 60_000;
const REHEARSE_AFTER_MS = 3_000;

/** Whether the reader takes the question and tells its answer later. */
export function answersLater(question: IdentityQuestion): AnswersLater | undefined {
  const { manner } = rowOf(question);
  if (manner === "calls_back") return { withinMs: WITHIN_MS, rehearseAfterMs: REHEARSE_AFTER_MS };
  return manner === "forgets" ? { withinMs: WITHIN_MS } : undefined;
}

/** What the reader sends when it is done: its file beside the token of the question. */
export const calledBack = (question: IdentityQuestion, token: string, at: Date): string =>
  JSON.stringify({ reference: token, file: fileOf(rowOf(question).says, question, at) });

/** Asks the invented document reader; the answer is in its own words. */
export async function askReader(question: IdentityQuestion, call: PluginCall): Promise<unknown> {
  if (!question.documentNumber && question.documentIds.length === 0)
    throw new PluginFailure("input_missing", "There is neither a document nor a document number to check.");
  const row = rowOf(question);
  return readVendorText(await sendAsVendor(row, call, fileOf(row.says, question, call.at)));
}
