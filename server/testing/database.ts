import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { workspaces } from "@/db/schema";
import type { Actor, Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { sealKeyFromSeed } from "@/server/platform/keys";

/** A database of its own for one test file, cloned from a migrated template. */
export interface TestDatabase {
  /** As the application's login: row-level security binds it. */
  db: Database;
  appUrl: string;
  ownerUrl: string;
  /** As the owner, to look and to tamper. */
  owner: postgres.Sql;
  /** Makes a workspace and returns a context acting in it as the system. */
  workspace(kind?: "live" | "sandbox"): Promise<Context>;
  close(): Promise<void>;
}

export const testKeys = {
  master: Buffer.alloc(32, 1),
  session: Buffer.alloc(32, 2),
  seal: sealKeyFromSeed(Buffer.alloc(32, 3)),
};

const TEMPLATE_LOCK = 7_204_112;

function schemaHash(): string {
  const hash = createHash("sha256");
  for (const file of ["db/secure.ts", "db/migrate.ts", "db/queues.ts"]) hash.update(readFileSync(file));
  for (const file of readdirSync("db/migrations").sort()) {
    if (file.endsWith(".sql")) hash.update(readFileSync(join("db/migrations", file)));
  }
  return hash.digest("hex").slice(0, 12);
}

const urlOf = (server: string, database: string) => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
};

/** Builds the template once per schema; files that start together wait for the first. */
async function ensureTemplate(admin: postgres.Sql, server: string): Promise<string> {
  const name = `template_${schemaHash()}`;
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    const [known] = await admin`select 1 as present from pg_database where datname = ${name}`;
    if (known) return name;
    const building = `${name}_building`;
    await admin.unsafe(`drop database if exists ${building} with (force)`);
    await admin.unsafe(`create database ${building}`);
    const [role] = await admin`select 1 as present from pg_roles where rolname = 'gatehouse_test'`;
    if (!role) await admin.unsafe("create role gatehouse_test login nosuperuser nobypassrls password 'test'");
    const appUrl = new URL(urlOf(server, building));
    appUrl.username = "gatehouse_test";
    appUrl.password = "test";
    await migrate(urlOf(server, building), { appUrl: appUrl.toString() });
    await admin.unsafe(`alter database ${building} rename to ${name}`);
    return name;
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

/** Clones the template. Close it in `afterAll`. */
export async function testDatabase(server = inject("postgresUrl")): Promise<TestDatabase> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const template = await ensureTemplate(admin, server);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await admin.unsafe(`create database ${name} template ${template}`);
  const ownerUrl = urlOf(server, name);
  const appUrl = new URL(ownerUrl);
  appUrl.username = "gatehouse_test";
  appUrl.password = "test";
  const db = openDatabase(appUrl.toString(), 8);
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  return {
    db,
    appUrl: appUrl.toString(),
    ownerUrl,
    owner,
    workspace: (kind = "sandbox") => makeWorkspace(db, ownerUrl, kind),
    close: async () => {
      await Promise.all([db.$client.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end({ timeout: 1 });
    },
  };
}

async function makeWorkspace(db: Database, ownerUrl: string, kind: "live" | "sandbox"): Promise<Context> {
  const at = new Date("2026-11-24T10:00:00.000Z");
  const id = newId("workspace");
  const owner = openDatabase(ownerUrl, 1);
  await owner.insert(workspaces).values({
    id,
    name: `Workspace ${id.slice(-4)}`,
    kind,
    timeZone: "Europe/Berlin",
    settings: {
      brandName: "Bazaarly",
      brandColor: "#7a2b62",
      supportEmail: "help@bazaarly.example",
      decisionDelaySeconds: 0,
      linkDays: 7,
    },
    createdAt: at,
  });
  await owner.$client.end({ timeout: 1 });
  return {
    db,
    workspaceId: id,
    actor: { kind: "system", id: "seed" },
    at,
    requestId: newId("request"),
    keys: testKeys,
  };
}

/** The same context, acting as someone else or at another time. */
export const as = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor });
export const later = (ctx: Context, ms: number): Context => ({ ...ctx, at: new Date(ctx.at.getTime() + ms) });
