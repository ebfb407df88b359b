import type { Logger } from "drizzle-orm/logger";
import type postgres from "postgres";
import type { Tx } from "./client";

/** What a statement is given. Dates and bytes of rows travel as JSON text, see `rows.ts`. */
export type Value = string | number | boolean | null | Uint8Array | readonly string[];

/**
 * Sends a statement that each connection prepares once, and does not wait for what was sent before it. Drizzle's own
 * statements are parsed, planned and asked about anew each time, which costs a round trip and most of the database's
 * time. For texts that are always the same, on paths that are walked all day.
 */
export async function prepared<R extends object>(
  tx: Tx,
  text: string,
  values: readonly Value[],
): Promise<R[]> {
  const { client, logger } = sessionOf(tx);
  logger.logQuery(text, values as unknown[]);
  const rows = await client.unsafe<R[]>(text, values as never[], { prepare: true }).execute();
  return rows as unknown as R[];
}

/** Where Drizzle keeps its driver: what goes past it is still logged, and still part of its transaction. */
const sessionOf = (tx: Tx) =>
  (tx as unknown as { session: { client: postgres.TransactionSql; logger: Logger } }).session;
