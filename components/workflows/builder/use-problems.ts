import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "@/components/trpc/client";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";

const CHECK_AFTER_MS = 500;
/** Looking through more than that takes longer than the frame a letter is to appear in: it waits for a pause. */
const MANY_NODES = 150;
const LOOK_AFTER_MS = 200;

/** What is wrong with the draft as it stands: at once what its graph tells, shortly after what only the server knows. */
export function useProblems(
  workflowId: string,
  document: WorkflowDocument,
  mayEdit: boolean,
  /** Changes when something outside the draft did that it is checked against. */
  since = 0,
): { problems: readonly DocumentProblem[]; isChecking: boolean } {
  const trpc = useTRPC();
  const { mutate, data, isPending, variables } = useMutation(trpc.workflows.checkDraft.mutationOptions());
  const [settled] = useDebouncedValue(document, CHECK_AFTER_MS);
  const checked = useMemo(() => ({ document: settled, since }), [settled, since]);
  useEffect(() => {
    if (mayEdit) mutate({ workflowId, document: checked.document as never });
  }, [workflowId, checked, mayEdit, mutate]);
  const isCurrent = (variables?.document as unknown) === document && data !== undefined;
  const [paused] = useDebouncedValue(document, LOOK_AFTER_MS);
  const looked = Object.keys(document.nodes).length > MANY_NODES ? paused : document;
  const own = useMemo(
    () => lintWorkflow(looked, nodeCatalogue).map((problem): DocumentProblem => ({ ...problem })),
    [looked],
  );
  return { problems: isCurrent ? data : own, isChecking: isPending || settled !== document };
}
