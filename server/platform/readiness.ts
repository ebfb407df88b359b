import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { database } from "./database";
import { shared } from "./shared";

const PATIENCE_MS = 2_000;

const newestMigration = () =>
  shared("newest migration", () => {
    const path = join(process.cwd(), "db/migrations/meta/_journal.json");
    const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { when: number }[] };
    return Math.max(...journal.entries.map((entry) => entry.when));
  });

/** Why this process cannot serve yet, or nothing when it can: the database answers and has this build's tables. */
export async function reasonNotReady(): Promise<
  "database unreachable" | "database not migrated" | undefined
> {
  try {
    const question = database().execute<{ version: string | null }>(
      sql`select app_schema_version() as version`,
    );
    const late = new Promise<never>((_, fail) => setTimeout(fail, PATIENCE_MS, new Error("late")).unref());
    const [row] = await Promise.race([question, late]);
    return Number(row?.version ?? 0) >= newestMigration() ? undefined : "database not migrated";
  } catch (error) {
    const missing = (error as { cause?: { code?: string } }).cause?.code === "42883";
    return missing ? "database not migrated" : "database unreachable";
  }
}
