import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";
import type { Environment } from "@/server/platform/env";

/** A known problem, told in one sentence; the launcher shows it without a stack. */
export class LaunchProblem extends Error {}

const names = ["master", "session", "seal"] as const;
type KeyName = (typeof names)[number];
/** Sessions end with another key; what these two closed could never be opened or verified again. */
const bound: KeyName[] = ["master", "seal"];

type KeyVariable = "MASTER_KEY" | "SESSION_KEY" | "SEAL_KEY";
export type KeyTexts = Record<KeyVariable, string>;

const variableOf = (name: KeyName) => `${name.toUpperCase()}_KEY` as KeyVariable;
const fileOf = (dataDir: string, name: KeyName) => join(dataDir, "keys", `${name}.key`);

const fingerprintOf = (key: string, name: KeyName) =>
  createHmac("sha256", Buffer.from(key, "hex"))
    .update(`gatehouse fingerprint of the ${name} key`)
    .digest("hex");

function readKey(dataDir: string, name: KeyName): string | undefined {
  const file = fileOf(dataDir, name);
  if (!existsSync(file)) return undefined;
  const key = readFileSync(file, "utf8").trim();
  if (/^[0-9a-f]{64}$/i.test(key)) return key;
  throw new LaunchProblem(
    `${file} does not hold a key of 64 hexadecimal characters. Put the right file back.`,
  );
}

/** The fingerprints the database knows; none before its first migration. */
async function knownFingerprints(sql: postgres.Sql): Promise<Map<string, string>> {
  const [table] = await sql`select to_regclass('public.key_fingerprints') is not null as present`;
  if (!table?.["present"]) return new Map();
  const rows = await sql<
    { name: string; fingerprint: string }[]
  >`select name, fingerprint from key_fingerprints`;
  return new Map(rows.map((row) => [row.name, row.fingerprint]));
}

/**
 * The three keys, from the environment, else the data folder; made there when this is a new database. Keys that are
 * not the ones this database was made with are refused before anything is written under them.
 */
export async function requireKeys(
  sql: postgres.Sql,
  dataDir: string,
  given: Pick<Environment, KeyVariable>,
): Promise<KeyTexts> {
  const known = await knownFingerprints(sql);
  const keys: KeyTexts = { MASTER_KEY: "", SESSION_KEY: "", SEAL_KEY: "" };
  for (const name of names) {
    const present = given[variableOf(name)] ?? readKey(dataDir, name);
    const fingerprint = bound.includes(name) ? known.get(name) : undefined;
    if (fingerprint && (!present || fingerprintOf(present, name) !== fingerprint)) {
      const source = given[variableOf(name)] ? variableOf(name) : fileOf(dataDir, name);
      throw new LaunchProblem(
        `The ${name} key ${present ? `in ${source} is not the one that this database was made with` : `that this database was made with is missing from ${source}`}. Put that key back, or set ${variableOf(name)}.`,
      );
    }
    keys[variableOf(name)] = present ?? makeKey(dataDir, name);
  }
  return keys;
}

function makeKey(dataDir: string, name: KeyName): string {
  mkdirSync(join(dataDir, "keys"), { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString("hex");
  // Never over a key that appeared meanwhile: it may already be in use.
  writeFileSync(fileOf(dataDir, name), `${key}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

/** Notes which keys belong to the database. The first to say so wins; a second start with others was refused above. */
export async function noteKeys(sql: postgres.Sql, keys: KeyTexts): Promise<void> {
  for (const name of bound) {
    const fingerprint = fingerprintOf(keys[variableOf(name)], name);
    await sql`insert into key_fingerprints values (${name}, ${fingerprint}) on conflict do nothing`;
    const [row] = await sql`select fingerprint from key_fingerprints where name = ${name}`;
    if (row?.["fingerprint"] !== fingerprint)
      throw new LaunchProblem(
        `Another Gatehouse has just begun to use this database with another ${name} key. Give both the same keys.`,
      );
  }
}

/** The password of the application's login: the same at every start, so that processes already running keep theirs. */
export const appPassword = (keys: KeyTexts): string =>
  createHmac("sha256", Buffer.from(keys.MASTER_KEY, "hex"))
    .update("gatehouse password of the application's login")
    .digest("hex");
