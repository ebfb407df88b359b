import { problemsIn } from "@/server/workflows/problems/policy";
import type { LookedAt, LookFor } from "./look-aside";

/** Looks through drafts beside the page, one after the other. */
addEventListener("message", ({ data: { id, document } }: MessageEvent<LookFor>) => {
  postMessage({ id, problems: problemsIn(document) } satisfies LookedAt);
});
