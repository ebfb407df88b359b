import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bornAt, isSame, launchError, ROOT, runToEnd } from "./processes.mjs";
import { step } from "./progress.mjs";

/**
 * The production build, named after the hash of what it was made from. It is made under another name and gets its own
 * in one move, so a build that was killed is never taken for one, and a running server keeps the files it began with.
 */

const HOME = join(ROOT, ".next");
const BUILDING = ".next/building";
const folders = ["app", "components", "db", "server"];
const files = ["next.config.mjs", "package.json", "package-lock.json", "tsconfig.json"];
/** Not part of what Next bundles. */
const foreign =
  /^(server\/(testing|bench|launch|worker)|db\/(migrations|seed))\/|^server\/main\.ts$|\.(test|e2e|bench)\.tsx?$|\.md$/;

function* sources(folder) {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules") yield* sources(path);
    } else if (!foreign.test(path)) yield path;
  }
}

/** The name of the build that these sources make. */
export function buildName() {
  const hash = createHash("sha256");
  const paths = [
    ...folders.filter((name) => existsSync(join(ROOT, name))).flatMap((name) => [...sources(name)]),
    ...files,
  ];
  for (const path of paths.sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update("\0");
  return `build-${hash.digest("hex").slice(0, 16)}`;
}

/** One build at a time per checkout; whoever comes later waits and then finds it done. */
async function alone(work) {
  mkdirSync(HOME, { recursive: true });
  const lock = join(HOME, "building.json");
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
  try {
    for (;;) {
      try {
        linkSync(draft, lock);
        break;
      } catch {
        const holder = readHolder(lock);
        if (holder && isSame(holder)) await wait(200);
        else rmSync(lock, { force: true });
      }
    }
    return await work();
  } finally {
    if (readHolder(lock)?.pid === process.pid) rmSync(lock, { force: true });
    rmSync(draft, { force: true });
  }
}

const readHolder = (lock) => {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
};

/** Keeps this build and the one before it, which a server that still runs may be reading. @param {string} name */
function prune(name) {
  // What was compiled from an older build is of no use to this one.
  rmSync(join(HOME, "compiled"), { recursive: true, force: true });
  const old = readdirSync(HOME)
    .filter((entry) => entry.startsWith("build-") && entry !== name)
    .sort((a, b) => statSync(join(HOME, b)).mtimeMs - statSync(join(HOME, a)).mtimeMs);
  for (const entry of old.slice(1)) rmSync(join(HOME, entry), { recursive: true, force: true });
}

/** Builds when the sources are not those of a finished build. @returns {Promise<string>} the folder, for GATEHOUSE_BUILD */
export async function ensureBuilt() {
  const name = buildName();
  const finished = join(HOME, name);
  if (!existsSync(finished))
    await step("Building", (note) =>
      alone(async () => {
        if (existsSync(finished)) return;
        rmSync(join(ROOT, BUILDING), { recursive: true, force: true });
        const { code, output } = await runToEnd(
          process.execPath,
          [join(ROOT, "node_modules/next/dist/bin/next"), "build"],
          {
            heard: (line) => note(line.trim().slice(0, 60)),
            env: {
              ...process.env,
              NODE_ENV: "production",
              NEXT_TELEMETRY_DISABLED: "1",
              GATEHOUSE_BUILD: BUILDING,
            },
          },
        );
        if (code !== 0)
          throw launchError(`The build failed:\n${output.trim().split("\n").slice(-30).join("\n")}`);
        if (buildName() !== name)
          throw launchError("The sources changed while they were built.", "Start again.");
        rmSync(join(ROOT, BUILDING, "cache"), { recursive: true, force: true });
        renameSync(join(ROOT, BUILDING), finished);
        prune(name);
      }),
    );
  return `.next/${name}`;
}
