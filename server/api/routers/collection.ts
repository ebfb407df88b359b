import { saveAnswers } from "@/server/collection/save-answers";
import { saveAnswersInput } from "@/server/collection/schema";
import { viewApplication } from "@/server/collection/view";
import { applicantProcedure, router } from "../trpc";

/** The applicant's pages. Each reaches only the application whose link this browser opened. */
export const collectionRouter = router({
  view: applicantProcedure.query(({ ctx }) => viewApplication(ctx)),
  saveAnswers: applicantProcedure
    .input(saveAnswersInput)
    .mutation(({ ctx, input }) => saveAnswers(ctx, input)),
});
