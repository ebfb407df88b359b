import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inForeground, launchError, ROOT, runToEnd } from "./processes.mjs";
import { step } from "./progress.mjs";
import { handOver } from "./stopping.mjs";

/** What runs before there is a `node_modules`: packages as the lockfile says, and Node 24 among them. */

const MINIMUM = [20, 9];
/** From here on Node strips types itself and has the resolve hook we use. */
const NATIVE = [22, 18];
const UNDER_WAY = join(ROOT, ".next/installing");
const BUNDLED = join(ROOT, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

const isOlder = ([major, minor]) => {
  const [ours = 0, oursMinor = 0] = process.versions.node.split(".").map(Number);
  return ours < major || (ours === major && oursMinor < minor);
};

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  } catch {
    return undefined;
  }
};

/** Packages that the lockfile wants and npm has not noted as installed. @param {boolean} dev */
function missingPackages(dev) {
  const wanted = readJson("package-lock.json")?.packages ?? {};
  const present = readJson("node_modules/.package-lock.json")?.packages ?? {};
  const direct = readJson("package.json");
  const names = Object.keys({ ...direct.dependencies, ...(dev ? direct.devDependencies : {}) });
  return [
    ...Object.entries(wanted)
      .filter(([path, entry]) => path && !entry.optional && !entry.devOptional && (dev || !entry.dev))
      .filter(([path, entry]) => present[path]?.version !== entry.version)
      .map(([path]) => path),
    ...names
      .map((name) => `node_modules/${name}`)
      .filter((path) => !existsSync(join(ROOT, path, "package.json"))),
  ];
}

const hasDevPackages = () =>
  Object.values(readJson("node_modules/.package-lock.json")?.packages ?? {}).some((entry) => entry.dev);

/** npm as the one that runs us, else the one on the path. */
export function npm(args, options) {
  const own = process.env["npm_execpath"];
  return own?.endsWith(".js") && existsSync(own)
    ? runToEnd(process.execPath, [own, ...args], options)
    : runToEnd(process.platform === "win32" ? "npm.cmd" : "npm", args, {
        ...options,
        shell: process.platform === "win32",
      });
}

/** Installs what is missing or stale. A complete install is left alone, whoever made it. @param {boolean} dev */
async function ensurePackages(dev) {
  if (!existsSync(UNDER_WAY) && missingPackages(dev).length === 0) return;
  const fresh = !existsSync(join(ROOT, "node_modules/.package-lock.json"));
  const keepDev = dev || hasDevPackages();
  await step("Installing packages", async (note) => {
    mkdirSync(dirname(UNDER_WAY), { recursive: true });
    writeFileSync(UNDER_WAY, String(process.pid));
    const { code, output } = await npm(
      [
        fresh ? "ci" : "install",
        ...(fresh ? [] : ["--no-save"]),
        ...(keepDev ? ["--include=dev"] : ["--omit=dev"]),
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
      ],
      { heard: note, env: { ...process.env, NODE_ENV: keepDev ? "development" : "production" } },
    );
    const missing = code === 0 ? missingPackages(dev) : [];
    if (code !== 0 || missing.length > 0)
      throw launchError(
        `The packages could not be installed: ${lastError(output) || missing.slice(0, 3).join(", ")}.`,
        "Mend that and start again.",
      );
    rmSync(UNDER_WAY, { force: true });
  });
}

const lastError = (output) =>
  output
    .split("\n")
    .filter((line) => line.startsWith("npm error") && !/complete log|^npm error\s*$/i.test(line))
    .slice(0, 3)
    .map((line) => line.replace("npm error", "").trim())
    .join(" ");

/** Where install scripts are blocked, the package `node` came without its binary: its own installer fetches it. */
async function ensureBundledNode() {
  if (existsSync(BUNDLED)) return;
  await step("Fetching Node 24", async (note) => {
    const folder = join(ROOT, "node_modules/node");
    const { code, output } = await runToEnd(process.execPath, ["installArchSpecificPackage.js"], {
      cwd: folder,
      heard: note,
    });
    if (code !== 0 || !existsSync(BUNDLED))
      throw launchError(
        `Node 24 could not be fetched: ${lastError(output) || "there is none for this system"}.`,
        `Install Node ${NATIVE.join(".")} or newer and start again.`,
      );
  });
  const link = join(ROOT, "node_modules/.bin/node");
  if (!existsSync(link)) {
    rmSync(link, { force: true });
    symlinkSync("../node/bin/node", link);
  }
}

/**
 * Everything a script needs before it may import packages: they are installed, and this is a Node that runs our
 * TypeScript. When it is not, the script runs again under the one that was brought along, and this process only waits.
 * @param {{ dev: boolean }} options
 */
export async function ensureRuntime({ dev }) {
  if (isOlder(MINIMUM))
    throw launchError(
      `Gatehouse needs Node ${MINIMUM.join(".")} or newer, and this is ${process.versions.node}.`,
      "Install a newer one from nodejs.org.",
    );
  await ensurePackages(dev);
  if (!isOlder(NATIVE)) return;
  await ensureBundledNode();
  handOver();
  const [script = "", ...args] = process.argv.slice(1);
  const code = await inForeground(BUNDLED, [script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  process.exit(code);
}

/** Compiled code is kept between starts, which spares every process a third of its time to the first line. */
export const compiled = {
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] || join(ROOT, ".next/compiled"),
};

/** The address of the hook that lets Node run our TypeScript, as `--import` wants it. */
export const typescript = new URL("./typescript.mjs", import.meta.url).href;
