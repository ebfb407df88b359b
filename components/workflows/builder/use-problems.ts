import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { problemsIn, withAnswer } from "@/server/workflows/problems/policy";
import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";
import { createLookout } from "./look-aside";

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
  const own = useOwnProblems(document);
  const problems = useMemo(() => (own.of ? withAnswer(own.of, own.problems, answer) : []), [own, answer]);
  return { problems, isChecking: isPending || settled !== document || own.of !== document };
}

interface Own {
  /** Undefined until one was looked through. */
  of: WorkflowDocument | undefined;
  problems: readonly DocumentProblem[];
}

/** What a document tells by itself, with the document that told it: of a large one that may be the one before. */
function useOwnProblems(document: WorkflowDocument): Own {
  const isMany = Object.keys(document.nodes).length > MANY_NODES;
  const soon = useDeferredValue(document);
  const here = useMemo<Own | undefined>(
    () => (isMany ? undefined : { of: soon, problems: problemsIn(soon) }),
    [isMany, soon],
  );
  const [aside, setAside] = useState<Own>({ of: undefined, problems: [] });
  const [paused] = useDebouncedValue(document, LOOK_AFTER_MS);
  const [lookout] = useState(createLookout);
  useEffect(() => {
    if (isMany) lookout.look(paused, (problems) => setAside({ of: paused, problems }));
  }, [isMany, paused, lookout]);
  useEffect(() => () => lookout.end(), [lookout]);
  return here ?? aside;
}
