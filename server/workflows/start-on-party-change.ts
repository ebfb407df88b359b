import { and, eq, sql } from "drizzle-orm";
import { parties, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { partyChangedStartConfig } from "@/server/nodes/party-changed-start/definition";
import { resolveParty } from "@/server/parties/resolve";
import { startRun } from "@/server/runs/start";
import { assignVersion } from "./assign-version";
import { liveVersion } from "./live-version";

export interface PartyChange {
  partyId: string;
  /** The change's own, by which a second look at it is recognised. */
  changeId: string;
  /** `name`, `country`, `reference`. */
  fields: readonly string[];
}

/** Begins a run of each live workflow that watches what has changed; once per change, however often it is looked at. */
export function startOnPartyChange(ctx: Context, change: PartyChange): Promise<{ started: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { partyId, changeId, fields } = change;
    const mine = and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, partyId));
    // Two looks at one change take turns.
    const [party] = await tx.select().from(parties).where(mine).for("update");
    if (!party || party.erasedAt) return { started: 0 };
    const watching = await tx.execute<{ key: string }>(sql`
      select w.key from workflows w join workflow_versions v
        on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = w.live_version
      where w.workspace_id = ${ctx.workspaceId} and w.archived_at is null
        and jsonb_path_exists(v.document::jsonb, '$.nodes.*.type ? (@ == "party_changed_start")')
      order by w.key`);
    let started = 0;
    for (const { key } of watching) {
      const live = await liveVersion(ctx, { key });
      const { nodes, settings } = live.document;
      const start = Object.values(nodes).find(({ type }) => type === "party_changed_start");
      if (!start || settings.partyKind !== party.kind) continue;
      const changed = partyChangedStartConfig
        .parse(start.config)
        .fields.filter((field) => fields.includes(field));
      if (changed.length === 0) continue;
      const begun = await tx
        .select({ id: runs.id })
        .from(runs)
        .where(
          and(
            eq(runs.workspaceId, ctx.workspaceId),
            eq(runs.workflowId, live.workflowId),
            eq(runs.reference, changeId),
          ),
        )
        .limit(1);
      if (begun.length > 0) continue;
      const { id, vault, data } = await resolveParty(ctx, { kind: party.kind, party: { id: partyId } });
      await startRun(ctx, {
        workflow: await assignVersion(ctx, live, id),
        ...{ partyId: id, vault, party: data, input: { changed } },
        reference: changeId,
      });
      started++;
    }
    return { started };
  });
}
