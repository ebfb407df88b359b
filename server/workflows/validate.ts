import { type Context, inTransaction } from "@/server/context";
import { type FieldIssue, isDomainError } from "@/server/errors";
import { parseDocument } from "./parse";
import { refuseProblems } from "./refuse-problems";

/** Everything that keeps a document from being published here; nothing when it could be. Changes nothing. */
export async function validateWorkflow(
  ctx: Context,
  input: { document: unknown },
): Promise<readonly FieldIssue[]> {
  try {
    const document = parseDocument(input.document);
    await inTransaction(ctx, (tx, ctx) => refuseProblems(tx, ctx, document));
    return [];
  } catch (error) {
    if (isDomainError(error) && error.code === "invalid") return error.issues;
    throw error;
  }
}
