import { and, eq, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, cases, runs, workflows } from "@/db/schema";
import type { AuditInput } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { env } from "@/server/platform/env";
import type { About } from "./catalogue";

const nothing: About = {
  application: null,
  run: null,
  party: null,
  reference: null,
  workflow: null,
  link: null,
};

const linkTo = (path: string): string => `${env().PUBLIC_URL?.replace(/\/+$/, "") ?? ""}${path}`;

/** What an event is about, found from the subject of its audit entry. */
export async function aboutOf(tx: Tx, ctx: Context, subject: AuditInput["subject"]): Promise<About> {
  const { kind, id } = subject;
  if (kind === "party") return { ...nothing, party: id, link: linkTo(`/parties/${id}`) };
  if (kind === "connection") return { ...nothing, link: linkTo(`/settings/connections/${id}`) };
  if (kind === "workflow") return { ...nothing, link: linkTo(`/workflows/${id}`) };
  const byCase = sql`${runs.id} = (select ${cases.runId} from ${cases} where ${cases.workspaceId} = ${ctx.workspaceId} and ${cases.id} = ${id})`;
  const [row] = await tx
    .select({
      run: runs.id,
      party: runs.partyId,
      application: applications.id,
      reference: sql<string | null>`coalesce(${applications.reference}, ${runs.reference})`,
      key: workflows.key,
      version: runs.version,
    })
    .from(runs)
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .leftJoin(
      applications,
      and(eq(applications.workspaceId, runs.workspaceId), eq(applications.runId, runs.id)),
    )
    .where(
      and(
        eq(runs.workspaceId, ctx.workspaceId),
        kind === "run" ? eq(runs.id, id) : kind === "case" ? byCase : or(eq(applications.id, id)),
      ),
    )
    .limit(1);
  if (!row) return nothing;
  const { key, version, ...rest } = row;
  return {
    ...rest,
    workflow: { key, version },
    link: linkTo(kind === "case" ? `/cases/${id}` : `/parties/${row.party}`),
  };
}
