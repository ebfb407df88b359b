import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureRuntime } from "./install.mjs";
import { leave, ROOT, runToEnd } from "./processes.mjs";

/** Format, lint, types, boundaries, dead code. Says nothing when all is well. */

const floors = ["app", "components", "server", "db"];

const checks = [
  { name: "format and lint", command: ["@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."] },
  { name: "types", command: ["typescript/bin/tsc", "--noEmit"] },
  {
    name: "boundaries",
    command: ["dependency-cruiser/bin/dependency-cruise.mjs", "--no-progress", ...floors],
    refuses: (output) =>
      /\(0 modules/.test(output) ? "dependency-cruiser saw no module, so it checked nothing." : undefined,
  },
  { name: "dead code", command: ["knip/bin/knip.js", "--no-progress", "--no-config-hints"] },
];

/**
 * Runs every check, however many fail.
 * @returns {Promise<{ passed: number, failed: string[] }>}
 */
export async function runChecks() {
  const failed = [];
  for (const { name, command, refuses } of checks) {
    const [tool = "", ...args] = command;
    const path = join(ROOT, "node_modules", tool);
    if (!existsSync(path)) {
      failed.push(name);
      process.stderr.write(`${name}: ${tool} is not installed.\n`);
      continue;
    }
    const { code, output } = await runToEnd(process.execPath, [path, ...args]);
    const refusal = code === 0 ? refuses?.(output) : output.trim();
    if (refusal === undefined) continue;
    failed.push(name);
    process.stderr.write(`${name}:\n${refusal}\n\n`);
  }
  return { passed: checks.length - failed.length, failed };
}

if (process.argv[1] === import.meta.filename) {
  try {
    await ensureRuntime({ dev: true });
    const { failed } = await runChecks();
    process.exit(failed.length > 0 ? 1 : 0);
  } catch (error) {
    leave(error);
  }
}
