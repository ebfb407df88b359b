import type { Logger } from "drizzle-orm/logger";
import type postgres from "postgres";
import type { Database, Tx } from "./client";
import type { Value } from "./prepared";

export interface Statement {
  text: string;
  values: readonly Value[];
}

/** A transaction that only takes note of what is sent through `prepared`, and answers nothing. */
export function noted(): { tx: Tx; statements: Statement[] } {
  const statements: Statement[] = [];
  const client = {
    unsafe: (text: string, values: readonly Value[]) => ({
      execute: async () => {
        statements.push({ text, values });
        return [];
      },
    }),
  };
  const session = { client, logger: { logQuery: () => {} } };
  return { tx: { session } as unknown as Tx, statements };
}

const ID = /^[a-z0-9_]{1,64}$/;

/**
 * One transaction of the workspace in one round trip: begin, statements and commit are sent without waiting, as none
 * needs the answer of another. When one fails, PostgreSQL ignores those behind it and the commit takes all of it back.
 */
export async function atOnce(
  db: Database,
  workspaceId: string,
  statements: readonly Statement[],
): Promise<void> {
  if (!ID.test(workspaceId)) throw new Error("a workspace's id has another shape");
  const { logger } = (db as unknown as { session: { logger: Logger } }).session;
  for (const { text, values } of statements) logger.logQuery(text, values as unknown[]);
  const connection = await db.$client.reserve();
  const sent = [
    connection.unsafe(`begin; select set_config('app.workspace_id', '${workspaceId}', true)`).execute(),
    ...statements.map(({ text, values }) =>
      connection.unsafe(text, values as never[], { prepare: true }).execute(),
    ),
    connection.unsafe("commit").execute(),
  ];
  // Each is looked at in its turn below; none may fail unheard before.
  for (const one of sent) one.catch(() => {});
  let failed: { error: unknown } | undefined;
  for (const one of sent) {
    const error = await one.then(
      () => undefined,
      (error: unknown) => error,
    );
    // A lost connection: the driver has thrown it away already, and what was not sent yet would be waited for in vain.
    if (error !== undefined && !isFromServer(error)) throw error;
    if (error !== undefined) failed ??= { error };
  }
  connection.release();
  if (failed) throw failed.error;
  if ((await sent.at(-1))?.command !== "COMMIT") throw new Error("a transaction was not committed");
}

const isFromServer = (error: unknown): boolean =>
  error instanceof Error && typeof (error as Partial<postgres.PostgresError>).severity === "string";
