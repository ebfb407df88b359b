import { listAudit } from "@/server/audit/list";
import { listAuditInput } from "@/server/audit/schema";
import { verifyAudit } from "@/server/audit/verify";
import { procedure, router } from "../trpc";

export const auditRouter = router({
  list: procedure("audit.read")
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  /** Walks every chain, seal and digest: asked for, never on its own. */
  verify: procedure("audit.read").query(({ ctx }) => verifyAudit(ctx)),
});
