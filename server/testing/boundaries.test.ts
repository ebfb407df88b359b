import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** One planted trespass per boundary: `[file, its text]` pairs, and nothing else in the tree breaks that rule. */
const trespasses: Record<string, Record<string, string>> = {
  "nothing-imports-app": {
    "components/cases/case-list.tsx": 'import page from "@/app/page";\nexport default page;',
    "app/page.tsx": "export default () => null;",
  },
  "pages-hold-no-work": {
    "app/cases/page.tsx": 'import { assignCase } from "@/server/cases/assign";\nexport default assignCase;',
    "server/cases/assign.ts": "export const assignCase = 1;",
  },
  "components-see-only-isomorphic-server": {
    "components/cases/case-list.tsx":
      'import { assignCase } from "@/server/cases/assign";\nexport default assignCase;',
    "server/cases/assign.ts": "export const assignCase = 1;",
  },
  "components-never-see-db": {
    "components/cases/case-list.tsx": 'import { cases } from "@/db/schema/cases";\nexport default cases;',
    "db/schema/cases.ts": "export const cases = 1;",
  },
  "ui-knows-no-domain": {
    "components/ui/chip.tsx":
      'import { CaseList } from "@/components/cases/case-list";\nexport default CaseList;',
    "components/cases/case-list.tsx": "export const CaseList = 1;",
  },
  "doors-hold-no-queries": {
    "server/api/routers/cases.ts": 'import { cases } from "@/db/schema/cases";\nexport default cases;',
    "db/schema/cases.ts": "export const cases = 1;",
  },
  "domains-know-no-transport": {
    "server/cases/assign.ts": 'import { staff } from "@/server/api/trpc";\nexport default staff;',
    "server/api/trpc.ts": "export const staff = 1;",
  },
  "engine-is-pure": {
    "server/engine/step.ts": 'import { readFileSync } from "node:fs";\nexport default readFileSync;',
  },
  "isomorphic-files-reach-no-io": {
    "server/cases/policy.ts": 'import { near } from "./near";\nexport default near;',
    "server/cases/near.ts": 'import { far } from "./far";\nexport const near = far;',
    "server/cases/far.ts":
      'import { database } from "@/server/platform/database";\nexport const far = database;',
    "server/platform/database.ts": "export const database = 1;",
  },
  "nodes-are-islands": {
    "server/nodes/check/definition.ts":
      'import { review } from "../review/definition";\nexport default review;',
    "server/nodes/review/definition.ts": "export const review = 1;",
  },
  "plugins-are-islands": {
    "server/plugins/acme/client.ts": 'import { call } from "../other/client";\nexport default call;',
    "server/plugins/other/client.ts": "export const call = 1;",
  },
  "find-is-private": {
    "server/cases/assign.ts": 'import { findParty } from "@/server/parties/find";\nexport default findParty;',
    "server/parties/find.ts": "export const findParty = 1;",
  },
  "testing-is-for-tests": {
    "server/cases/assign.ts":
      'import { testDatabase } from "@/server/testing/database";\nexport default testDatabase;',
    "server/testing/database.ts": "export const testDatabase = 1;",
  },
  "db-is-the-floor": {
    "db/client.ts": 'import { env } from "@/server/platform/env";\nexport default env;',
    "server/platform/env.ts": "export const env = 1;",
  },
  "no-cycles": {
    "server/cases/assign.ts": 'import { open } from "./open";\nexport const assign = () => open;',
    "server/cases/open.ts": 'import { assign } from "./assign";\nexport const open = () => assign;',
  },
};

/** Nearly a trespass, and allowed: each would be named if a rule were too wide. */
const neighbours: Record<string, string> = {
  "app/cases/page.tsx": 'import { CaseList } from "@/components/cases/case-list";\nexport default CaseList;',
  "components/cases/case-list.tsx":
    'import { mayDecide } from "@/server/cases/policy";\nimport type { AppRouter } from "@/server/api/root";\nexport const CaseList = mayDecide;\nexport type R = AppRouter;',
  "server/cases/policy.ts":
    'import { verdicts } from "@/db/enums/enums";\nimport { z } from "zod";\nexport const mayDecide = [verdicts, z];',
  "db/enums/enums.ts": "export const verdicts = 1;",
  "server/api/root.ts":
    'import { decide } from "@/server/cases/decide";\nexport type AppRouter = typeof decide;',
  "server/cases/decide.ts":
    'import { findCase } from "./find";\nimport { cases } from "@/db/schema/cases";\nexport const decide = [findCase, cases];',
  "server/cases/find.ts": "export const findCase = 1;",
  "server/cases/decide.test.ts":
    'import { testDatabase } from "@/server/testing/database";\nexport default testDatabase;',
  "server/testing/database.ts": "export const testDatabase = 1;",
  "db/schema/cases.ts": "export const cases = 1;",
};

const root = process.cwd();
const require = createRequire(import.meta.url);
const tool = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const rules = require(join(root, ".dependency-cruiser.cjs")).forbidden as { name: string; comment: string }[];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-boundaries-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
    cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cruise {
  violations: string[];
  modules: number;
}

function cruise(tree: Record<string, string>): Promise<Cruise> {
  const floors = ["app", "components", "server", "db"];
  for (const floor of floors) {
    rmSync(join(folder, floor), { recursive: true, force: true });
    mkdirSync(join(folder, floor));
  }
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  return new Promise((done, fail) => {
    const args = [tool, "--no-progress", "--output-type", "json", ...floors];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (error, output, noise) => {
      if (!output) return fail(new Error(noise || String(error)));
      const { summary } = JSON.parse(output) as {
        summary: { totalCruised: number; violations: { rule: { name: string } }[] };
      };
      done({ violations: summary.violations.map((one) => one.rule.name), modules: summary.totalCruised });
    });
  });
}

describe("the boundaries", () => {
  it("has a planted trespass for every rule, and a sentence that names the right place", () => {
    expect(Object.keys(trespasses).sort()).toEqual(rules.map((rule) => rule.name).sort());
    for (const rule of rules) expect(rule.comment.length, rule.name).toBeGreaterThan(20);
  });

  it("lets neighbours be", async () => {
    const { violations, modules } = await cruise(neighbours);
    expect(violations).toEqual([]);
    expect(modules).toBeGreaterThanOrEqual(Object.keys(neighbours).length);
  });

  it.each(Object.entries(trespasses))("names %s", async (name, tree) => {
    const { violations, modules } = await cruise(tree);
    expect(modules).toBeGreaterThanOrEqual(Object.keys(tree).length);
    expect(new Set(violations)).toContain(name);
  });
});
