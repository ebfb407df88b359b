import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type Difference, differencesOf } from "./differences/policy";
import { findDraft, findVersion, findWorkflow } from "./find";
import { type compareInput, workflowDocument } from "./schema";

/** What changed from one version to another, or to the draft, in words. */
export function compareVersions(ctx: Context, input: z.output<typeof compareInput>): Promise<Difference[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const before = workflowDocument.parse((await findVersion(tx, ctx, workflow, input.from)).document);
    if (input.to !== "draft") {
      const { document } = await findVersion(tx, ctx, workflow, input.to);
      return differencesOf(before, workflowDocument.parse(document), nodeCatalogue);
    }
    const draft = await findDraft(tx, ctx, workflow.id);
    if (!draft) throw new DomainError("conflict", "There is no draft to compare with.");
    const document = workflowDocument.parse(draft.document);
    const { timeZone } = before.settings;
    return differencesOf(
      before,
      { ...document, settings: { ...document.settings, timeZone } },
      nodeCatalogue,
    );
  });
}
