import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { env } from "./env";
import { shared } from "./shared";

/**
 * Where files lie. It sees sealed bytes under random keys only: no names, no owners, nothing to read. A file and the row
 * that names it cannot be written at once, so while the row is being written or deleted the file is in doubt: it can be
 * read, and whoever finds it there after a crash asks the rows.
 */
export interface Storage {
  /** Stores a file, in doubt until it is kept. */
  put(key: string, sealed: Uint8Array): Promise<void>;
  /** Its row stands. */
  keep(key: string): Promise<void>;
  /** Its row is about to be deleted. */
  doubt(key: string): Promise<void>;
  /** Files in doubt since before then: somebody died. */
  inDoubt(before: Date): Promise<string[]>;
  /** Undefined when there is no such file. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** A file that is gone already is deleted. */
  delete(key: string): Promise<void>;
}

const KEY = /^[0-9a-f]{64}$/;

export const newStorageKey = (): string => randomBytes(32).toString("hex");

const missing = (error: NodeJS.ErrnoException) => {
  if (error.code === "ENOENT") return undefined;
  throw error;
};

/** Files in a folder, spread over 256 subfolders. A file is there whole or not at all. */
function folderStorage(folder: string): Storage {
  const doubtful = join(folder, "in-doubt");
  const known = (key: string) => {
    if (!KEY.test(key)) throw new Error("not a storage key");
    return key;
  };
  const keptAt = (key: string) => join(folder, known(key).slice(0, 2), key);
  const doubtAt = (key: string) => join(doubtful, known(key));
  const move = async (from: string, to: string) => {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to).catch(missing);
  };
  return {
    async put(key, sealed) {
      const path = doubtAt(key);
      await mkdir(doubtful, { recursive: true, mode: 0o700 });
      const file = await open(`${path}.part`, "w", 0o600);
      try {
        await file.writeFile(sealed);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.part`, path);
    },
    keep: (key) => move(doubtAt(key), keptAt(key)),
    async doubt(key) {
      await move(keptAt(key), doubtAt(key));
      // In doubt since now, not since it was written.
      const now = new Date();
      await utimes(doubtAt(key), now, now).catch(missing);
    },
    async inDoubt(before) {
      const names = (await readdir(doubtful).catch(missing)) ?? [];
      const old: string[] = [];
      for (const name of names) {
        const found = await stat(join(doubtful, name)).catch(missing);
        if (!found || found.mtime >= before) continue;
        if (KEY.test(name)) old.push(name);
        // A file that was never written to its end.
        else await rm(join(doubtful, name), { force: true });
      }
      return old;
    },
    get: async (key) =>
      (await readFile(keptAt(key)).catch(missing)) ??
      (await readFile(doubtAt(key)).catch(missing)) ??
      // It was moved between the two looks.
      (await readFile(keptAt(key)).catch(missing)),
    async delete(key) {
      await rm(doubtAt(key), { force: true });
      await rm(keptAt(key), { force: true });
    },
  };
}

/** The storage of this process: a folder beside the database. */
export const storage = (): Storage => shared("storage", () => folderStorage(join(env().DATA_DIR, "files")));
