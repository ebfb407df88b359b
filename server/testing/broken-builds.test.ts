import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

/** Builds with one safeguard taken out: the tests of the edge must notice each, or they would not notice a mistake. */

interface Broken {
  name: string;
  file: string;
  safe: string;
  broken: string;
  caughtBy: string;
}

const firstMigration = readdirSync("db/migrations").find((file) => file.startsWith("0000")) ?? "";

const builds: Broken[] = [
  {
    name: "no fencing: whoever drives a run takes what another is at",
    file: "server/runs/claim.ts",
    safe: "coalesce(lease_until <= clock_timestamp(), true) as is_due",
    broken: "true as is_due",
    caughtBy: "server/runs/claim.test.ts",
  },
  {
    name: "no fencing: an answer counts whoever gave one before",
    file: "server/engine/interpreter.ts",
    safe: 'if (state.status === "completed" || state.status === "cancelled") return { ignored: "finished" };',
    broken: "",
    caughtBy: "server/runs/cancel.test.ts",
  },
  {
    name: "no unique decision",
    file: `db/migrations/${firstMigration}`,
    safe: 'CONSTRAINT "decisions_workspace_id_run_id_unique" UNIQUE("workspace_id","run_id")',
    broken: 'CONSTRAINT "decisions_once" CHECK (true)',
    caughtBy: "server/decisions/unique.test.ts",
  },
  {
    name: "a retry without the key of its question",
    file: "server/nodes/performing.ts",
    safe: "questionKey(key)",
    broken: "key",
    caughtBy: "server/runs/claim.test.ts",
  },
  {
    name: "a gap in the journal",
    file: "server/runs/step-changes.ts",
    safe: "const seq = head.seq + 1;",
    broken: "const seq = head.seq + (head.seq === 1 ? 2 : 1);",
    caughtBy: "server/runs/drive.test.ts",
  },
];

const run = promisify(execFile);
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "gatehouse-broken-"));
  for (const part of ["server", "db", "components", "app", "package.json", "tsconfig.json"])
    cpSync(part, join(copy, part), {
      recursive: true,
      filter: (from) => !from.includes("node_modules") && !from.endsWith(".e2e.ts"),
    });
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What the test file says in the copy. */
async function verdictOf(test: string): Promise<string> {
  const { NODE_OPTIONS: _, VITEST: __, VITEST_POOL_ID: ___, VITEST_WORKER_ID: ____, ...env } = process.env;
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "server/testing/vitest.config.ts",
    "--bail=1",
    test,
  ];
  const done = await run(process.execPath, args, {
    cwd: copy,
    env: { ...env, TEST_POSTGRES_URL: inject("postgresUrl"), NO_COLOR: "1" },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }));
  return /^ +Tests +(.*)$/m.exec(done.stdout)?.[1] ?? `nothing:\n${done.stdout.slice(-2000)}`;
}

describe("a build with", () => {
  it("every safeguard passes", async () => {
    for (const test of new Set(builds.map(({ caughtBy }) => caughtBy)))
      expect(await verdictOf(test), test).toMatch(/^\d+ passed/);
  }, 120_000);

  it.each(builds)(
    "$name is noticed",
    async ({ file, safe, broken, caughtBy }) => {
      const path = join(copy, file);
      const sound = readFileSync(path, "utf8");
      expect(sound.split(safe), `${file} holds that safeguard once`).toHaveLength(2);
      writeFileSync(
        path,
        sound.replace(safe, () => broken),
      );
      try {
        expect(await verdictOf(caughtBy)).toMatch(/^\d+ failed/);
      } finally {
        writeFileSync(path, sound);
      }
    },
    120_000,
  );
});
