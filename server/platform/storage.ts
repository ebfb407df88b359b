import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { env } from "./env";
import { shared } from "./shared";

/** Where files lie. It sees sealed bytes under random keys only: no names, no owners, nothing to read. */
export interface Storage {
  put(key: string, sealed: Uint8Array): Promise<void>;
  /** Undefined when there is no such file. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** A file that is gone already is deleted. */
  delete(key: string): Promise<void>;
}

const KEY = /^[0-9a-f]{64}$/;

export const newStorageKey = (): string => randomBytes(32).toString("hex");

/** Files in a folder, spread over 256 subfolders. A file is there whole or not at all. */
function folderStorage(folder: string): Storage {
  const pathOf = (key: string) => {
    if (!KEY.test(key)) throw new Error("not a storage key");
    return join(folder, key.slice(0, 2), key);
  };
  return {
    async put(key, sealed) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(`${path}.part`, "w", 0o600);
      try {
        await file.writeFile(sealed);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.part`, path);
    },
    get: (key) =>
      readFile(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      }),
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

/** The storage of this process: a folder beside the database. */
export const storage = (): Storage => shared("storage", () => folderStorage(join(env().DATA_DIR, "files")));
