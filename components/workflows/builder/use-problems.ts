import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { problemsIn, withAnswer } from "@/server/workflows/problems/policy";
import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";

const CHECK_AFTER_MS = 500;
/** Looking through more than that takes longer than the frame a letter is to appear in: it waits for a pause. */
const MANY_NODES = 150;
const LOOK_AFTER_MS = 200;

/**
 * What is wrong with the draft as it stands: at once what it tells by itself, shortly after what only the server knows.
 * Whoever types is not kept waiting for either.
 */
export function useProblems(
  workflowId: string,
  document: WorkflowDocument,
  mayEdit: boolean,
  /** Changes when something outside the draft did that it is checked against. */
  since = 0,
): { problems: readonly DocumentProblem[]; isChecking: boolean } {
  const trpc = useTRPC();
  const { mutate, isPending } = useMutation(trpc.workflows.checkDraft.mutationOptions());
  const [answer, setAnswer] = useState<{ document: WorkflowDocument; problems: DocumentProblem[] }>();
  const [settled] = useDebouncedValue(document, CHECK_AFTER_MS);
  const checked = useMemo(() => ({ document: settled, since }), [settled, since]);
  useEffect(() => {
    if (mayEdit)
      mutate(
        { workflowId, document: checked.document as never },
        { onSuccess: (problems) => setAnswer({ document: checked.document, problems }) },
      );
  }, [workflowId, checked, mayEdit, mutate]);
  const soon = useDeferredValue(document);
  const [paused] = useDebouncedValue(document, LOOK_AFTER_MS);
  const looked = Object.keys(document.nodes).length > MANY_NODES ? paused : soon;
  const problems = useMemo(() => withAnswer(looked, problemsIn(looked), answer), [looked, answer]);
  return { problems, isChecking: isPending || settled !== document || looked !== document };
}
