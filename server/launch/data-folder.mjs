import {
  accessSync,
  constants,
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
import { dirname, join, resolve } from "node:path";
import { isReachable, serverUser } from "./postgres.mjs";
import { bornAt, endProcess, isSame, launchError, ROOT } from "./processes.mjs";

/**
 * The data folder, and who works on it. Each launcher leaves a note in `processes/`: itself and its children. A note
 * whose launcher is dead tells the next start which children it left behind.
 */

const ELSEWHERE = "/var/lib/gatehouse";

/** Where data lives: DATA_DIR, else `.data` in the checkout, unless PostgreSQL's user could not get there. */
export function dataFolder() {
  const wanted = process.env["DATA_DIR"];
  if (wanted) return resolve(ROOT, wanted);
  const here = join(ROOT, ".data");
  const isRoot = typeof process.getuid === "function" && process.getuid() === 0;
  return isRoot && serverUser() && !process.env["DATABASE_URL"] && !isReachable(here) ? ELSEWHERE : here;
}

/** Like mkdir -p, which Node's own never finishes where the system refuses new folders without a reason (/proc). */
function makeFolder(path) {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o755 });
}

/** Makes the folder or says in one sentence why it cannot be used. @param {string} folder */
export function requireFolder(folder) {
  const fix = "Mend its rights, or choose another with DATA_DIR.";
  try {
    makeFolder(join(folder, "processes"));
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    accessSync(join(folder, "processes"), constants.R_OK | constants.W_OK | constants.X_OK);
    const probe = join(folder, "processes", `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    const why =
      code === "ENOTDIR" || (existsSync(folder) && !statSync(folder).isDirectory())
        ? "is not a folder"
        : code === "ENOSPC"
          ? "has no space left"
          : code === "EROFS"
            ? "is read-only"
            : code === "ENOENT"
              ? "cannot be made"
              : "cannot be read and written by this user";
    throw launchError(`The data folder ${folder} ${why}.`, fix);
  }
}

const readNote = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
};

const pathOf = (folder, role) => join(folder, "processes", `${role}.json`);

/** Which roles may not run beside each other on one data folder. Commands go beside anything. */
const rivals = { start: ["start", "web", "worker"], web: ["start", "web"], worker: ["start", "worker"] };

/** Notes of launchers that are alive, but our own. @param {string} folder */
export function othersAtWork(folder) {
  return readdirSync(join(folder, "processes"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ role: name.replace(".json", ""), note: readNote(join(folder, "processes", name)) }))
    .filter(({ note }) => note && note.pid !== process.pid && isSame(note));
}

/** Refuses when another launcher already holds this role on the folder. @param {string} folder @param {string} role */
export function refuseRivals(folder, role) {
  const holder = othersAtWork(folder).find((other) => (rivals[role] ?? []).includes(other.role));
  if (holder)
    throw launchError(
      `Gatehouse already runs on the data folder ${folder} (process ${holder.note.pid}).`,
      "Stop it first, or choose another folder with DATA_DIR.",
    );
}

/**
 * Takes a role on the folder; refuses when another launcher holds it, and ends what dead ones left running.
 * @param {string} folder @param {"start" | "web" | "worker" | `command-${number}`} role
 */
export async function takeFolder(folder, role) {
  refuseRivals(folder, role);
  const note = { pid: process.pid, born: bornAt(process.pid), children: {} };
  const path = pathOf(folder, role);
  const draft = `${path}.${process.pid}`;
  const write = () => {
    writeFileSync(draft, JSON.stringify(note));
    renameSync(draft, path);
  };
  await clearLeftovers(folder);
  writeFileSync(draft, JSON.stringify(note));
  try {
    // Two starts in the same instant: only one link can be made.
    linkSync(draft, path);
  } catch {
    throw launchError(
      `Gatehouse is just being started on the data folder ${folder}.`,
      "Wait for that, or choose another folder with DATA_DIR.",
    );
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    /** Notes a child, or that it ended. */
    child(name, pid) {
      if (pid) note.children[name] = { pid, born: bornAt(pid) };
      else delete note.children[name];
      write();
    },
    leave() {
      rmSync(path, { force: true });
    },
  };
}

/** Ends the children of launchers that were killed, and throws their notes away. */
async function clearLeftovers(folder) {
  for (const name of readdirSync(join(folder, "processes"))) {
    const path = join(folder, "processes", name);
    const note = readNote(path);
    if (note && isSame(note)) continue;
    for (const child of Object.values(note?.children ?? {})) await endProcess(child, 5_000);
    rmSync(path, { force: true });
  }
}
