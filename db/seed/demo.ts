import { rm } from "node:fs/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { workspaces } from "@/db/schema";
import { sealFile } from "@/server/audit/seal";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import type { Keys } from "@/server/platform/keys";
import { storage } from "@/server/platform/storage";
import { publishWorkflow } from "@/server/workflows/publish";
import { addConnections } from "./connections";
import { emptyWorkspace } from "./empty";
import { addPeople, type DemoAccount } from "./people";
import { playScenarios } from "./scenarios/scenarios";
import { published } from "./templates/templates";
import { demoWorkspaces, makeWorkspace, markSeeded } from "./workspace";

export interface SeedLogins {
  /** Makes and empties workspaces. */
  owner: Database;
  /** The application's login: everything inside a workspace goes through it and its row-level security. */
  app: Database;
  keys: Keys;
}

const LOCK = 7_204_113;

/** One seed at a time per database: two processes that start together must not make two demos. */
async function alone<T>(owner: Database, work: () => Promise<T>): Promise<T> {
  const connection = await owner.$client.reserve();
  try {
    await connection`select pg_advisory_lock(${LOCK})`;
    return await work();
  } finally {
    await connection`select pg_advisory_unlock(${LOCK})`;
    connection.release();
  }
}

const DAY_MS = 86_400_000;

async function makeDemo({ owner, app, keys }: SeedLogins, at: Date): Promise<DemoAccount[]> {
  // The place is older than the work done in it.
  const opened = new Date(at.getTime() - 10 * DAY_MS);
  const ctx: Context = await makeWorkspace(owner, {
    db: app,
    actor: { kind: "system", id: "seed" },
    at: opened,
    requestId: newId("request", at),
    keys,
  });
  const accounts = await addPeople(ctx);
  await addConnections(ctx);
  for (const document of published)
    await publishWorkflow(ctx, { document, note: "The template as it comes with Gatehouse." });
  await playScenarios({ ...ctx, at });
  await markSeeded({ ...ctx, at });
  return accounts;
}

/** The rows first: a file without its row is only lost space, a row without its file would be a broken page. */
async function removeDemo(owner: Database, id: string): Promise<void> {
  const files = await owner.execute<{ key: string }>(
    sql`select storage_key as key from document_files where workspace_id = ${id}`,
  );
  await emptyWorkspace(owner, id);
  for (const { key } of files) await storage().delete(key);
  await rm(sealFile(id), { force: true });
}

/** Makes the demo when the database holds no workspace, or only a demo that was cut off; answers undefined otherwise. */
export function seedDemo(logins: SeedLogins, at: Date): Promise<DemoAccount[] | undefined> {
  return alone(logins.owner, async () => {
    const present = await logins.owner.select({ id: workspaces.id }).from(workspaces);
    const cutOff = (await demoWorkspaces(logins.owner)).filter((demo) => !demo.complete);
    if (present.length > cutOff.length) return undefined;
    for (const { id } of cutOff) await removeDemo(logins.owner, id);
    return makeDemo(logins, at);
  });
}

/** Empties the demo and makes it again. Workspaces of others are never touched. */
export function resetDemo(logins: SeedLogins, at: Date): Promise<DemoAccount[]> {
  return alone(logins.owner, async () => {
    for (const { id } of await demoWorkspaces(logins.owner)) await removeDemo(logins.owner, id);
    return makeDemo(logins, at);
  });
}

/** How much a reset would delete, for the question that is asked before it. */
export async function demoSize(owner: Database, workspaceId: string): Promise<{ applications: number }> {
  const [row] = await owner.execute<{ count: number }>(
    sql`select count(*)::int as count from applications where workspace_id = ${workspaceId}`,
  );
  return { applications: row?.count ?? 0 };
}
