import { type Database, openDatabase } from "@/db/client";
import { env } from "./env";
import { shared } from "./shared";

/** The pool of this process, under the login that row-level security binds. */
export function database(): Database {
  return shared("database", () => {
    const { DATABASE_APP_URL, DATABASE_POOL } = env();
    if (!DATABASE_APP_URL)
      throw new Error("DATABASE_APP_URL is not set. Start with `npm start`, which makes that login.");
    return openDatabase(DATABASE_APP_URL, DATABASE_POOL);
  });
}
