import { drizzle } from "drizzle-orm/postgres-js";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";

/**
 * The same pool as a process sees it that dies before its `at`-th statement: from then on nothing it does arrives. Its
 * open transactions roll back, as they do when PostgreSQL loses a client.
 */
export function dyingDatabase(db: Database, at: number) {
  let statements = 0;
  const death = new AbortController();
  const logger = {
    logQuery() {
      if (++statements < at) return;
      death.abort();
      throw new Died();
    },
  };
  const dying = drizzle(db.$client, { schema, logger }) as unknown as Database;
  /* `death` ends what a dead process would not do: waiting for better times. */
  return { db: dying, death: death.signal };
}

export class Died extends Error {
  constructor() {
    super("the process died");
    this.name = "Died";
  }
}
