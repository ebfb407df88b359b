import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Verdict } from "@/db/enums/enums";
import type { CaseView } from "@/server/cases/schema";
import { verdictPast } from "./case-words";
import type { DraftDesk } from "./use-draft";

const told = {
  alone: (verdict: Verdict) => `You ${verdictPast[verdict]}.`,
  first: () => "Your verdict is the first. A second person has to agree.",
  agrees: (verdict: Verdict) => `You agreed: ${verdictPast[verdict]}.`,
  disagrees: () => "You disagreed. The case is open again.",
};

/** What can be done with a case. Nothing is shown as done before the server says so; a refusal loses no word. */
export function useCaseActs(view: CaseView, desk: DraftDesk) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const caseId = view.id;
  const refresh = () => client.invalidateQueries(trpc.cases.pathFilter());
  const say = (error: unknown) => tellFailure(failureOf(error).message);
  const assign = useMutation(trpc.cases.assign.mutationOptions({ onError: say, onSettled: refresh }));
  const saveNote = useMutation(
    trpc.cases.note.mutationOptions({
      onSuccess: () => {
        desk.change({ note: "" });
        tell("The note was saved");
      },
      onSettled: refresh,
    }),
  );
  const decide = useMutation(
    trpc.cases.decide.mutationOptions({
      onSuccess: (decided, input) => {
        desk.clear();
        tell(told[decided.stands](input.verdict));
      },
      onSettled: refresh,
    }),
  );
  const undo = useMutation(
    trpc.cases.undo.mutationOptions({
      onSuccess: () => tell("The verdict was taken back"),
      onError: say,
      onSettled: refresh,
    }),
  );
  return {
    assign,
    saveNote: Object.assign(saveNote, {
      run: () => saveNote.mutate({ caseId, text: desk.draft.note.trim() }),
    }),
    decide,
    undo,
    refresh,
    /** The draft as the procedure wants it; `revision` is what was on the screen when the member asked. */
    inputOf: (verdict: Verdict, revision: number) => ({
      caseId,
      revision,
      verdict,
      note: desk.draft.note.trim(),
      reasonCodes: verdict === "decline" ? desk.draft.reasonCodes : [],
      items:
        verdict === "send_back"
          ? desk.draft.items.map(({ kind, key, subject, reasonCode, note }) => ({
              kind,
              key,
              subject,
              reasonCode: reasonCode ?? "",
              ...(note.trim() ? { note: note.trim() } : {}),
            }))
          : [],
    }),
  };
}
