import type { Logger } from "drizzle-orm/logger";
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

/**
 * One transaction of the workspace whose statements need no answers of each other: they and the commit are sent without
 * waiting, as soon as it has begun. When one fails, PostgreSQL ignores those behind it, and the commit takes all back.
 */
export async function atOnce(
  db: Database,
  workspaceId: string,
  statements: readonly Statement[],
): Promise<void> {
  const { logger } = (db as unknown as { session: { logger: Logger } }).session;
  for (const { text, values } of statements) logger.logQuery(text, values as unknown[]);
  let sent: Promise<unknown>[] = [];
  await db.$client.begin(async (sql) => {
    sent = [
      sql`select set_config('app.workspace_id', ${workspaceId}, true)`.execute(),
      ...statements.map(({ text, values }) =>
        sql.unsafe(text, values as never[], { prepare: true }).execute(),
      ),
    ];
    // Looked at below: the commit does not wait for them.
    for (const one of sent) one.catch(() => {});
  });
  await Promise.all(sent);
}
