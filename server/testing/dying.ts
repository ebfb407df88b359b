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

/** The same pool, whose `at`-th transaction is committed without its answer: the connection is gone just then. */
export function forgetfulDatabase(db: Database, at: number) {
  let ended = 0;
  const forget = async <T>(commit: Promise<T>): Promise<T> => {
    const answer = await commit;
    if (++ended === at) throw Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" });
    return answer;
  };
  const begin = (work: Parameters<typeof db.$client.begin>[1]) => forget(db.$client.begin("", work));
  const forgetful = new Proxy(db, {
    get(target, name) {
      if (name === "transaction")
        return (...args: Parameters<Database["transaction"]>) => forget(target.transaction(...args));
      if (name === "$client") return { begin };
      return Reflect.get(target, name);
    },
  });
  return { db: forgetful, forgot: () => ended >= at };
}

export class Died extends Error {
  constructor() {
    super("the process died");
    this.name = "Died";
  }
}
