import { overview } from "@/server/decisions/overview";
import { overviewInput } from "@/server/decisions/schema";
import { procedure, router } from "../trpc";

export const decisionsRouter = router({
  /** What the start page says. */
  overview: procedure("decisions.view")
    .input(overviewInput)
    .query(({ ctx, input }) => overview(ctx, input)),
});
