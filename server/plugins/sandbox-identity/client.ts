import type { z } from "zod";
import { type AnswersLater, type PluginCall, PluginFailure, type requestSchemas } from "../contract";
import { invented, sandboxAnswer } from "../sandbox-answers";
import { readVendorText, sendAsVendor } from "../sandbox-vendor";

export type IdentityQuestion = z.infer<(typeof requestSchemas)["identity_document"]>;

function fileOf(says: string, question: IdentityQuestion, at: Date): unknown {
  const year = at.getUTCFullYear();
  const good = {
    document: "GENUINE",
    number:
      question.documentNumber ??
      `P${10_000_000 + invented(`${question.firstName}${question.lastName}`, 8e7)}`,
    expires: `${year + 4}-06-30`,
    firstName: question.firstName,
    lastName: question.lastName,
    birthDate: question.dateOfBirth,
  };
  switch (says) {
    case "genuine":
      return good;
    case "absent":
      return { document: "NONE" };
    case "forged":
      return { ...good, document: "FORGED" };
    case "expired":
      return { ...good, document: "EXPIRED", expires: `${year - 1}-06-30` };
    case "unreadable":
      return { document: "UNREADABLE" };
    case "other_name":
      return { ...good, firstName: "Another", lastName: "Person" };
    case "other_birth_date":
      return { ...good, birthDate: question.dateOfBirth === "1970-01-01" ? "1970-01-02" : "1970-01-01" };
    case "several":
      return {
        ...good,
        document: "EXPIRED",
        expires: `${year - 1}-06-30`,
        firstName: "Another",
        lastName: "Person",
      };
    default:
      return { ...good, document: "DEFERRED" };
  }
}

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
