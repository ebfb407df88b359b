import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";
import { openDatabase } from "@/db/client";
import { migrate, NewerSchemaError } from "@/db/migrate";
import { workspaces } from "@/db/schema";
import { demoWorkspaces } from "@/db/seed/workspace";
import { type Environment, parseEnvironment } from "@/server/platform/env";
import { appPassword, LaunchProblem, noteKeys, requireKeys } from "./key-files";

/**
 * The launcher's second half, where packages and TypeScript are at hand: checks the settings, then, once told which
 * database, its keys and tables. Talks to the launcher by messages and ends.
 */

const OLDEST_POSTGRES = 150_000;
/** A server that is just coming up is waited for. */
const PATIENCE_MS = 5_000;

const tell = (message: object) => process.send?.(message);
const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? "");

const placeOf = (address: string) => {
  const url = new URL(address);
  return `${url.hostname}:${url.port || 5432}`;
};

/** What a refused connection means, in one sentence. Drizzle wraps what PostgreSQL said. */
function explain(thrown: unknown, address: string): unknown {
  const error = codeOf(thrown) === "" ? ((thrown as { cause?: unknown }).cause ?? thrown) : thrown;
  const user = decodeURIComponent(new URL(address).username);
  const name = decodeURIComponent(new URL(address).pathname.slice(1));
  const place = placeOf(address);
  const sentences: Record<string, string> = {
    ECONNREFUSED: `No PostgreSQL answers at ${place}. Start it, or mend DATABASE_URL.`,
    ENOTFOUND: `The host of DATABASE_URL, ${place}, cannot be found. Mend DATABASE_URL.`,
    EAI_AGAIN: `The host of DATABASE_URL, ${place}, cannot be found. Mend DATABASE_URL.`,
    ETIMEDOUT: `PostgreSQL at ${place} does not answer. Check the network, or mend DATABASE_URL.`,
    CONNECT_TIMEOUT: `PostgreSQL at ${place} does not answer. Check the network, or mend DATABASE_URL.`,
    ECONNRESET: `PostgreSQL at ${place} closed the connection. Check that DATABASE_URL names a PostgreSQL.`,
    "28P01": `PostgreSQL at ${place} refused the password of the user “${user}”. Mend DATABASE_URL.`,
    "28000": `PostgreSQL at ${place} does not let the user “${user}” in. Mend DATABASE_URL or the server's pg_hba.conf.`,
    "3D000": `PostgreSQL at ${place} has no database “${name}”. Make it with: createdb ${name}`,
    "57P03": `PostgreSQL at ${place} is still starting. Try again in a moment.`,
    "53300": `PostgreSQL at ${place} takes no more connections. Raise its max_connections.`,
    "42501": `The user “${user}” lacks a right that Gatehouse needs: it must own the database and be allowed to make a login (CREATEROLE), or DATABASE_APP_URL must name one. PostgreSQL says: ${error instanceof Error ? error.message : ""}.`,
    "58P01": `PostgreSQL at ${place} lacks its extension pg_trgm. Install the server's contrib package.`,
    "0A000": `PostgreSQL at ${place} lacks its extension pg_trgm. Install the server's contrib package.`,
  };
  const sentence = sentences[codeOf(error)];
  return sentence ? new LaunchProblem(sentence) : thrown;
}

async function connect(address: string): Promise<postgres.Sql> {
  const sql = postgres(address, { max: 1, connect_timeout: 10, onnotice: () => {} });
  for (const start = performance.now(); ; ) {
    try {
      const [row] =
        await sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
      if (row?.["number"] < OLDEST_POSTGRES)
        throw new LaunchProblem(
          `PostgreSQL at ${placeOf(address)} is version ${row?.["version"]}. Gatehouse needs 15 or newer.`,
        );
      return sql;
    } catch (error) {
      const comingUp = ["ECONNREFUSED", "57P03"].includes(codeOf(error));
      if (!comingUp || performance.now() - start > PATIENCE_MS) throw error;
      await wait(250);
    }
  }
}

/** Whether the demo is to be made: nobody works here yet, or a seed was cut off. */
async function lacksDemo(address: string): Promise<boolean> {
  const owner = openDatabase(address, 1);
  try {
    const present = await owner.select({ id: workspaces.id }).from(workspaces);
    const cutOff = (await demoWorkspaces(owner)).filter((demo) => !demo.complete);
    return present.length === cutOff.length;
  } finally {
    await owner.$client.end({ timeout: 2 });
  }
}

async function prepare(settings: Environment, address: string): Promise<object> {
  const sql = await connect(address);
  try {
    const keys = await requireKeys(sql, settings.DATA_DIR, settings);
    const { appUrl } = await migrate(address, {
      appUrl: settings.DATABASE_APP_URL,
      appPassword: appPassword(keys),
    });
    await noteKeys(sql, keys);
    const seed = settings.DEMO && (await lacksDemo(address));
    return { done: { environment: { ...keys, DATABASE_APP_URL: appUrl }, seed } };
  } finally {
    await sql.end({ timeout: 2 });
  }
}

const isKnown = (error: unknown): error is Error =>
  error instanceof LaunchProblem || error instanceof NewerSchemaError;

try {
  const settings = parseEnvironment(process.env);
  process.once("message", async ({ address }: { address: string }) => {
    try {
      tell(await prepare(settings, address));
    } catch (thrown) {
      const error = explain(thrown, address);
      tell({ problem: isKnown(error) ? error.message : null, stack: (error as Error).stack });
    }
    process.disconnect?.();
  });
  tell({ settings: { HOST: settings.HOST, PORT: settings.PORT, DEMO: settings.DEMO } });
} catch (error) {
  tell({ problem: (error as Error).message });
  process.disconnect?.();
}
