import { answerRequirements } from "@/server/collection/answer-requirements";
import { saveAnswers } from "@/server/collection/save-answers";
import { answerRequirementsInput, saveAnswersInput, submitFormInput } from "@/server/collection/schema";
import { submitForm } from "@/server/collection/submit";
import { viewApplication } from "@/server/collection/view";
import { removeDocument } from "@/server/documents/remove";
import { documentInput } from "@/server/documents/schema";
import { applicantProcedure, router } from "../trpc";

/** The applicant's pages. Each reaches only the application whose link this browser opened. */
export const collectionRouter = router({
  view: applicantProcedure.query(({ ctx }) => viewApplication(ctx)),
  saveAnswers: applicantProcedure
    .input(saveAnswersInput)
    .mutation(({ ctx, input }) => saveAnswers(ctx, input)),
  submit: applicantProcedure.input(submitFormInput).mutation(({ ctx, input }) => submitForm(ctx, input)),
  answerRequirements: applicantProcedure
    .input(answerRequirementsInput)
    .mutation(({ ctx, input }) => answerRequirements(ctx, input)),
  removeDocument: applicantProcedure
    .input(documentInput)
    .mutation(({ ctx, input }) => removeDocument(ctx, input)),
});
