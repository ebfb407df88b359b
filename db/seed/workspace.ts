import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEntries, workspaces } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";

/** Makes the demo's workspace. Only the owner's login may; everything after it is the application's own verbs. */
export async function makeWorkspace(owner: Database, base: Omit<Context, "workspaceId">): Promise<Context> {
  const ctx: Context = { ...base, workspaceId: newId("workspace", base.at) };
  await owner.insert(workspaces).values({
    id: ctx.workspaceId,
    name: "Bazaarly Sandbox",
    kind: "sandbox",
    timeZone: "Europe/Berlin",
    settings: {
      brandName: "Bazaarly",
      brandColor: "#7a2b62",
      supportEmail: "sellers@example.com",
      decisionDelaySeconds: 10,
      linkDays: 14,
    },
    createdAt: ctx.at,
  });
  await inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, {
      subject: { kind: "workspace", id: ctx.workspaceId },
      action: "workspace.created",
      facts: { kind: "sandbox", demo: true },
    }),
  );
  return ctx;
}

/** Notes that the demo is complete: a seed that was cut off before this is emptied and made again. */
export function markSeeded(ctx: Context): Promise<string> {
  return inTransaction(ctx, (tx, ctx) =>
    recordAudit(tx, ctx, {
      subject: { kind: "workspace", id: ctx.workspaceId },
      action: "workspace.seeded",
    }),
  );
}

export interface DemoWorkspace {
  id: string;
  name: string;
  complete: boolean;
}

/** The workspaces a seed made, known by their first audit entry: no setting anybody could change says so. */
export async function demoWorkspaces(owner: Database): Promise<DemoWorkspace[]> {
  const rows = await owner
    .select({ id: workspaces.id, name: workspaces.name, action: auditEntries.action })
    .from(workspaces)
    .innerJoin(
      auditEntries,
      and(
        eq(auditEntries.workspaceId, workspaces.id),
        eq(auditEntries.subjectKind, "workspace"),
        eq(auditEntries.subjectId, workspaces.id),
        eq(auditEntries.actorKind, "system"),
        eq(auditEntries.actorId, "seed"),
      ),
    );
  const made = rows.filter((row) => row.action === "workspace.created");
  return made.map(({ id, name }) => ({
    id,
    name,
    complete: rows.some((row) => row.id === id && row.action === "workspace.seeded"),
  }));
}
