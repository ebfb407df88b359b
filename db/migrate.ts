import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { getConstructionPlans, PgBoss } from "pg-boss";
import postgres from "postgres";
import { queues } from "./queues";
import { secureStatements } from "./secure";

const FOLDER = join(process.cwd(), "db/migrations");
const LOCK = 7_204_111;

/** The database was written by a newer build: this one must not touch it. */
export class NewerSchemaError extends Error {}

async function refuseNewerSchema(sql: postgres.Sql) {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!table?.["present"]) return;
  const journal = JSON.parse(readFileSync(join(FOLDER, "meta/_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  const [row] = await sql`select max(created_at)::bigint as at from drizzle.__drizzle_migrations`;
  if (row?.["at"] && Number(row["at"]) > newest) {
    throw new NewerSchemaError(
      "The database was last used by a newer version of Gatehouse. Start that version, or restore a backup made before the upgrade.",
    );
  }
}

/** Makes (or refreshes) the login of web and worker: it owns nothing and cannot bypass row-level security. */
async function ensureAppLogin(
  sql: postgres.Sql,
  ownerUrl: string,
  password: string,
): Promise<{ role: string; url: string }> {
  const url = new URL(ownerUrl);
  const name =
    `gatehouse_app_${decodeURIComponent(url.pathname.slice(1)).replaceAll(/[^a-z0-9_]/g, "_")}`.slice(0, 60);
  const [known] = await sql`select rolsuper or rolbypassrls as strong from pg_roles where rolname = ${name}`;
  // Only a superuser may mention these rights of a login that is there already, so they are looked at instead.
  if (known?.["strong"]) throw new Error(`the login ${name} can bypass row-level security`);
  await sql.unsafe(
    known
      ? `alter role ${name} login password '${password}'`
      : `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password '${password}'`,
  );
  url.username = name;
  url.password = password;
  return { role: name, url: url.toString() };
}

/**
 * Brings the database to this build's schema, one process at a time, and returns the address for web and worker.
 * `appUrl` given: that login is used as it is (managed databases where logins are made by others).
 */
export async function migrate(
  ownerUrl: string,
  options: { appUrl?: string | undefined; appPassword?: string | undefined } = {},
): Promise<{ appUrl: string }> {
  const sql = postgres(ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await refuseNewerSchema(sql);
    await applyMigrations(drizzle(sql), { migrationsFolder: FOLDER });
    const login = options.appUrl
      ? { role: decodeURIComponent(new URL(options.appUrl).username), url: options.appUrl }
      : await ensureAppLogin(sql, ownerUrl, options.appPassword ?? randomBytes(24).toString("hex"));
    await secure(sql, ownerUrl, login.role);
    return { appUrl: login.url };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** How long the changes wait for a table that is in use before they let everybody pass and try again. */
const LOCK_TIMEOUT_MS = 2_000;
const MOST_TRIES = 30;

/**
 * Rights, policies and queues of this build. They lock every table, and a process that joins others at work must not
 * stop them: what is in force already is left alone.
 */
async function secure(sql: postgres.Sql, ownerUrl: string, login: string): Promise<void> {
  const role = `"${login.replaceAll('"', '""')}"`;
  const statements = secureStatements(role);
  const [newest] = await sql`select max(created_at)::text as at from drizzle.__drizzle_migrations`;
  const hash = createHash("sha256")
    .update(JSON.stringify([statements, newest?.["at"], queues, getConstructionPlans("pgboss")]))
    .digest("hex");
  await sql`create table if not exists drizzle.secured (login text primary key, hash text not null)`;
  const [known] = await sql`select hash from drizzle.secured where login = ${login}`;
  if (known?.["hash"] === hash) return;
  for (let tried = 1; ; tried++) {
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
        for (const statement of statements) await tx.unsafe(statement);
      });
      break;
    } catch (error) {
      const { code } = error as { code?: string };
      if (!["55P03", "40P01"].includes(code ?? "") || tried === MOST_TRIES) throw error;
      await pause(200 * tried);
    }
  }
  await migrateJobs(ownerUrl, sql, role);
  // Last, so that a start that was cut off is done again.
  await sql`insert into drizzle.secured values (${login}, ${hash})
    on conflict (login) do update set hash = excluded.hash`;
}

/** The job queue's own tables, outside the workspace law: jobs hold ids only. */
async function migrateJobs(ownerUrl: string, sql: postgres.Sql, role: string) {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: "pgboss",
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => {});
  await boss.start();
  const present = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [name, options] of Object.entries(queues)) {
    if (present.has(name)) {
      const { policy: _fixed, ...changeable } = options;
      await boss.updateQueue(name, changeable);
    } else await boss.createQueue(name, options);
  }
  await boss.stop({ graceful: false });
  await sql.unsafe(`
    grant usage, create on schema pgboss to ${role};
    grant all on all tables in schema pgboss to ${role};
    grant all on all sequences in schema pgboss to ${role};
    grant execute on all functions in schema pgboss to ${role};`);
}
