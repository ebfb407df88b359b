import { openDatabase } from "@/db/client";
import { database } from "@/server/platform/database";
import { env } from "@/server/platform/env";
import { jobs } from "@/server/platform/jobs";
import { keys } from "@/server/platform/keys";
import type { SeedLogins } from "./demo";

/** Runs a command with both logins, and closes everything it opened. */
export async function withLogins(work: (logins: SeedLogins) => Promise<void>): Promise<void> {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL)
    throw new Error("DATABASE_URL is not set. Use the commands of the README, which start the database.");
  const owner = openDatabase(DATABASE_URL, 3);
  const app = database();
  try {
    await work({ owner, app, keys: keys() });
  } finally {
    await jobs()
      .then((boss) => boss.stop({ graceful: false, close: true }))
      .catch(() => {});
    await Promise.all([owner.$client.end({ timeout: 5 }), app.$client.end({ timeout: 5 })]);
  }
}
