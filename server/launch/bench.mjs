import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureRuntime, npm, typescript } from "./install.mjs";
import { inForeground, launchError, leave, ROOT } from "./processes.mjs";
import { step } from "./progress.mjs";

/** `npm run bench -- NAME`: one measurement, printing `figure NAME VALUE UNIT` lines. */

const FOLDER = join(ROOT, "server/bench");
const ending = /\.bench\.(ts|mjs)$/;

/** The products we compare ourselves with live apart from the main install, and come when a bench asks for one. */
async function ensurePeers(file) {
  const list = join(FOLDER, "package.json");
  if (!existsSync(list)) return;
  const text = readFileSync(join(FOLDER, file), "utf8");
  const { dependencies = {} } = JSON.parse(readFileSync(list, "utf8"));
  const wanted = Object.keys(dependencies).filter((name) => text.includes(`"${name}`));
  if (wanted.every((name) => existsSync(join(FOLDER, "node_modules", name, "package.json")))) return;
  await step("Installing what we compare with", async (note) => {
    const args = [
      existsSync(join(FOLDER, "package-lock.json")) ? "ci" : "install",
      "--no-audit",
      "--no-fund",
    ];
    const { code, output } = await npm(args, { cwd: FOLDER, heard: note });
    if (code !== 0) throw launchError(`The peers of this bench could not be installed:\n${output.trim()}`);
  });
}

async function main() {
  const name = process.argv[2];
  const files = readdirSync(FOLDER).filter((file) => ending.test(file));
  const file = files.find((file) => file.replace(ending, "") === name);
  if (!file)
    throw launchError(
      `Name one of: ${files
        .map((file) => file.replace(ending, ""))
        .sort()
        .join(", ")}.`,
      "For example: npm run bench -- start",
    );
  await ensureRuntime({ dev: true });
  await ensurePeers(file);
  process.exit(
    await inForeground(process.execPath, [
      "--import",
      typescript,
      join(FOLDER, file),
      ...process.argv.slice(3),
    ]),
  );
}

main().catch(leave);
