import { filesThatStand } from "@/server/documents/files-that-stand";
import { storage } from "@/server/platform/storage";
import { engineContext, workspaceIds } from "./work";

/** An upload or a removal is long over by then, or nobody is at it any more. */
const PATIENCE_MS = 60 * 60_000;
const MOST = 1_000;

/**
 * Settles the files that a crash left in doubt. Only what an upload or a removal held is looked at, so a database that
 * lacks rows for another reason costs no document.
 */
export async function sweepFiles(now: Date): Promise<{ kept: number; deleted: number }> {
  const found = (await storage().inDoubt(new Date(now.getTime() - PATIENCE_MS))).slice(0, MOST);
  if (found.length === 0) return { kept: 0, deleted: 0 };
  const standing = new Set<string>();
  for (const workspaceId of await workspaceIds())
    for (const key of await filesThatStand(engineContext(workspaceId, now), found)) standing.add(key);
  for (const key of found)
    if (standing.has(key)) await storage().keep(key);
    else await storage().delete(key);
  return { kept: standing.size, deleted: found.length - standing.size };
}
