import { type Context, inTransaction } from "@/server/context";
import { getDraft } from "./get-draft";
import { inZone } from "./in-zone";
import { runSavedTests } from "./run-saved-tests";
import type { TestReport } from "./saved-tests/schema";

/** What the draft's saved tests come to as it would be published now. Changes nothing. */
export function testDraft(ctx: Context, { workflowId }: { workflowId: string }): Promise<TestReport> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { document, editor } = await getDraft(ctx, { workflowId });
    return runSavedTests(await inZone(tx, ctx, document), editor);
  });
}
