import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { verifyAudit } from "./verify";

const db = database();
const ids = await db.$client<{ id: string }[]>`select app_workspace_ids() as id`;
let found = 0;
for (const { id: workspaceId } of ids) {
  const at = new Date();
  const ctx = {
    db,
    workspaceId,
    actor: { kind: "system", id: "launcher" } as const,
    at,
    requestId: newId("request", at),
    keys: keys(),
  };
  const { entries, seals, findings } = await verifyAudit(ctx);
  console.log(`${workspaceId}: ${entries} entries, ${seals} seals, ${findings.length} findings`);
  for (const finding of findings) console.log(`  ${finding.kind} at ${finding.where}: ${finding.message}`);
  found += findings.length;
}
await db.$client.end();
process.exitCode = found > 0 ? 1 : 0;
