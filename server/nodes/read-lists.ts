import { listReadRequest } from "@/server/engine/list-reads";
import type { Json } from "@/server/engine/state";
import { readLists } from "@/server/lists/read";
import type { Runner } from "./runner";

/** Reads the lists that a node names, as of the run's time: asked again, they answer the same. */
export const runListRead: Runner = {
  limitMs: () => 30_000,
  mayRepeat: async () => true,
  async run(ctx, { input }) {
    const { at, questions } = listReadRequest.parse(input);
    const { answers, unknownLists } = await readLists(ctx, { at, questions });
    const [unknown] = unknownLists;
    if (unknown !== undefined)
      return { error: { kind: "refused", message: `There is no list “${unknown}” in this workspace.` } };
    return { output: { at, answers } as unknown as Json };
  },
};
