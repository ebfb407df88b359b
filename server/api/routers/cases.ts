import { assignCase } from "@/server/cases/assign";
import { listAssignees } from "@/server/cases/assignees";
import { countCases } from "@/server/cases/counts";
import { decideCase } from "@/server/cases/decide";
import { getCase } from "@/server/cases/get";
import { listCases } from "@/server/cases/list";
import { takeNextCase } from "@/server/cases/next";
import { noteCase } from "@/server/cases/note";
import {
  assignCaseInput,
  caseInput,
  decideCaseInput,
  listCasesInput,
  nextCaseInput,
  noteCaseInput,
} from "@/server/cases/schema";
import { undoVerdict } from "@/server/cases/undo";
import { procedure, router } from "../trpc";

export const casesRouter = router({
  list: procedure("cases.view")
    .input(listCasesInput)
    .query(({ ctx, input }) => listCases(ctx, input)),
  counts: procedure("cases.view").query(({ ctx }) => countCases(ctx)),
  get: procedure("cases.view")
    .input(caseInput)
    .query(({ ctx, input }) => getCase(ctx, input)),
  /** Who a case can be given to. */
  assignees: procedure("cases.view").query(({ ctx }) => listAssignees(ctx)),
  /** Without a member: claims the case, refused when somebody else took it. */
  assign: procedure("cases.assign")
    .input(assignCaseInput)
    .mutation(({ ctx, input }) => assignCase(ctx, input)),
  /** Claims the case due first that nobody works on; null when there is none. */
  next: procedure("cases.assign")
    .input(nextCaseInput)
    .mutation(({ ctx, input }) => takeNextCase(ctx, input)),
  note: procedure("cases.note")
    .input(noteCaseInput)
    .mutation(({ ctx, input }) => noteCase(ctx, input)),
  decide: procedure("cases.decide")
    .input(decideCaseInput)
    .mutation(({ ctx, input }) => decideCase(ctx, input)),
  undo: procedure("cases.decide")
    .input(caseInput)
    .mutation(({ ctx, input }) => undoVerdict(ctx, input)),
});
