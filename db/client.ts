import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
/** A transaction of one workspace: row-level security is set, so it sees nothing else. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Opens a pool. `max` bounds the connections of this process; idle ones are given back after a minute. */
export function openDatabase(url: string, max = 10): Database {
  const client = postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: "gatehouse",
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  return drizzle(client, { schema }) as Database;
}

type TransactionConfig = Parameters<Database["transaction"]>[1];

/** Runs `work` in one transaction that sees only the workspace. The setting travels with the first statement. */
export function inWorkspace<T>(
  db: Database,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  config?: TransactionConfig,
): Promise<T> {
  return db.transaction(async (tx) => {
    // Started now, and by the driver itself: prepared once per connection, it goes ahead of the first query of `work`.
    const set = driverOf(tx)`select set_config('app.workspace_id', ${workspaceId}, true)`.execute();
    const [result] = await Promise.all([work(tx), set]);
    return result;
  }, config);
}

/** Drizzle prepares a statement only by a detour; its driver does unasked. */
const driverOf = (tx: Tx) =>
  (tx as unknown as { session: { client: postgres.TransactionSql } }).session.client;
