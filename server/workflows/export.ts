import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { fileOf } from "./file";
import { getDraft } from "./get-draft";
import { getVersion } from "./get-version";
import { workflowIdOf } from "./id-of-key";

/** A workflow as a file: a version, the live one unless said, or the draft. */
export function exportWorkflow(
  ctx: Context,
  { key, version }: { key: string; version?: number | "draft" | undefined },
): Promise<string> {
  return inTransaction(ctx, async (_, ctx) => {
    const workflowId = await workflowIdOf(ctx, { key });
    if (version === "draft") {
      const { revision, document, editor } = await getDraft(ctx, { workflowId });
      if (revision === 0) throw new DomainError("conflict", `“${key}” has no draft.`);
      return fileOf(document, editor);
    }
    const { document, editor } = await getVersion(ctx, { workflowId, ...(version && { version }) });
    return fileOf(document, editor);
  });
}
