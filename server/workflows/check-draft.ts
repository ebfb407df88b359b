import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { findWorkflow } from "./find";
import { parseDocument } from "./parse";
import { problemsOf } from "./refuse-problems";
import { keepKey } from "./save-draft";
import type { checkDocumentInput, DocumentProblem } from "./schema";

/** Everything to complain about in a document that may not be saved yet. Changes nothing. */
export function checkDraft(
  ctx: Context,
  input: z.output<typeof checkDocumentInput>,
): Promise<DocumentProblem[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    try {
      return await problemsOf(tx, ctx, keepKey(workflow, parseDocument(input.document)));
    } catch (error) {
      if (!isDomainError(error) || error.code !== "invalid") throw error;
      return error.issues.map(({ path, code, message }) => ({
        severity: "error" as const,
        path: path.replace(/^document\.?/, ""),
        ...{ code, message },
      }));
    }
  });
}
