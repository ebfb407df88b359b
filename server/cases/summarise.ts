import { eq } from "drizzle-orm";
import type { z } from "zod";
import { cases } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { findCase } from "./find";
import { caseReasons } from "./reasons";
import { caseRows } from "./rows";
import type { CaseSummary, caseInput } from "./schema";
import { caseSource } from "./source";

/** A case without the desk around it: where it stands and why it is there. For callers that do not work it. */
export function summariseCase(ctx: Context, input: z.output<typeof caseInput>): Promise<CaseSummary> {
  return inTransaction(ctx, async (tx, ctx) => {
    const caseFile = await findCase(tx, ctx, input.caseId);
    const [row] = await caseRows(tx, ctx, { where: eq(cases.id, caseFile.id), limit: 1 });
    if (!row) throw new Error("a case without its row");
    const { document, data } = await caseSource(tx, ctx, caseFile);
    return {
      ...row,
      revision: caseFile.revision,
      runId: caseFile.runId,
      applicationId: caseFile.applicationId,
      reasons: data
        ? caseReasons(document, data.nodes).map(({ tests: _, node: __, ...reason }) => reason)
        : [],
    };
  });
}
