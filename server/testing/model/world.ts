import { setTimeout as pause } from "node:timers/promises";
import { type Database, openDatabase } from "@/db/client";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { surviveLostWrites } from "@/server/platform/lost-write";
import { PluginFailure } from "@/server/plugins/contract";
import { plugins } from "@/server/plugins/plugins";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type TestDatabase, testDatabase } from "../database";
import { Died } from "../dying";
import { joinAs } from "../member";
import { publishedWorkflow, sandboxConnections, settleProcess } from "../runs";
import type { Said } from "./books";
import { innerDocument, modelDocument } from "./documents";

/** The real thing that the model is compared with: one database for all rounds, a workspace for each. */
export interface Ground {
  database: TestDatabase;
  /** Another worker's pool. */
  other: Database;
  vendor: ReturnType<typeof scriptedVendor>;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  surviveLostWrites();
  const database = await testDatabase();
  settleProcess(database);
  const other = openDatabase(database.appUrl, 4);
  const vendor = scriptedVendor();
  return {
    database,
    other,
    vendor,
    async close() {
      vendor.restore();
      await other.$client.end({ timeout: 1 });
      await database.close();
    },
  };
}

/** Says what it is told to, and counts under which key and at which attempt it was asked. */
function scriptedVendor() {
  const plugin = plugins["sandbox-registry"] as {
    -readonly [P in keyof (typeof plugins)["sandbox-registry"]]: (typeof plugins)["sandbox-registry"][P];
  };
  const { check, definition } = plugin;
  const asked: string[] = [];
  const script = {
    says: "clear" as Said,
    /** What happens while it is asked. */
    meanwhile: async () => {},
  };
  plugin.check = async (...question) => {
    const { idempotencyKey, attempt } = question[4];
    asked.push(`${idempotencyKey}:${attempt}`);
    await script.meanwhile();
    if (script.says !== "clear") throw new PluginFailure(script.says, `It was ${script.says}.`);
    return check(...question);
  };
  return {
    /** How often it was asked for the attempt. */
    count: (attemptKey: string) => asked.filter((key) => key === attemptKey).length,
    keysOf: (runId: string) => new Set(asked.filter((key) => key.startsWith(`${runId}:`))),
    async saying<T>(says: Said, work: () => Promise<T>, meanwhile = async () => {}): Promise<T> {
      Object.assign(script, { says, meanwhile });
      return work().finally(() => Object.assign(script, { says: "clear", meanwhile: async () => {} }));
    },
    /** One that would charge a repeated question again. */
    async charging<T>(isCharging: boolean, work: () => Promise<T>): Promise<T> {
      if (isCharging) plugin.definition = { ...definition, idempotent: false };
      return work().finally(() => {
        plugin.definition = definition;
      });
    },
    restore() {
      Object.assign(plugin, { check, definition });
    },
  };
}

export interface World extends Ground {
  workflow: LiveVersion;
  staff: Context;
  /** The engine, a second later each time. */
  ctx(): Context;
  /** The same as another worker's process. */
  elsewhere(): Context;
  staffNow(): Context;
}

export async function openWorld(ground: Ground): Promise<World> {
  const { database, other } = ground;
  const base = await database.workspace();
  await sandboxConnections(base);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${base.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  await database.owner`update workspaces set settings = jsonb_set(settings, '{decisionDelaySeconds}', '3600')
    where id = ${base.workspaceId}`;
  await publishedWorkflow(base, innerDocument());
  const workflow = await publishedWorkflow(base, modelDocument());
  const staff = await joinAs(base, "senior_analyst", "Sofia Rossi");
  let seconds = 0;
  const tick = (ctx: Context): Context => {
    const at = new Date(base.at.getTime() + ++seconds * 1000);
    return { ...ctx, at, requestId: newId("request", at) };
  };
  return {
    ...ground,
    workflow,
    staff,
    ctx: () => tick({ ...base, actor: { kind: "system", id: "engine" } }),
    elsewhere: () => tick({ ...base, db: other, actor: { kind: "system", id: "engine" } }),
    staffNow: () => tick(staff),
  };
}

/** A pool as a process sees it that dies when told to: nothing it does from then on arrives. */
export function mortal(ctx: Context) {
  const death = new AbortController();
  const alive = () => {
    if (death.signal.aborted) throw new Died();
  };
  const { db } = ctx;
  const begin = (work: Parameters<typeof db.$client.begin>[1]) => {
    alive();
    return db.$client.begin("", work);
  };
  const dying = new Proxy(db, {
    get(target, name) {
      if (name === "transaction")
        return (...args: Parameters<Database["transaction"]>) => {
          alive();
          return target.transaction(...args);
        };
      if (name === "$client") return { begin };
      return Reflect.get(target, name);
    },
  });
  return { ctx: { ...ctx, db: dying }, signal: death.signal, die: () => death.abort() };
}

/** Every connection of the application's login is cut, as by a database that is restarted; answers when it is back. */
export async function cut({ database, other }: Ground): Promise<void> {
  await database.owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'gatehouse_test'`;
  // Until the driver has noticed: what is written to a connection that is just closing is lost, and waited for in vain.
  await pause(50);
  for (const { $client } of [database.db, other])
    for (let well = 0; well < 3; )
      await $client`select 1`.then(
        () => well++,
        () => pause(10),
      );
}
