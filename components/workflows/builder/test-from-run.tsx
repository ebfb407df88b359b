"use client";

import { useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import { failureOf } from "@/components/trpc/failure";
import { tell, tellFailure } from "@/components/ui/tell";
import { withTest } from "@/server/workflows/trial/cases/policy";
import { testOfPast } from "./test-of-past";
import type { Builder } from "./use-builder";
import { usePastRun } from "./use-past-run";

/** Makes a test case of the run that the address names: whoever looks at a decision comes here by one click. */
export function TestFromRun({ builder }: { builder: Builder }) {
  const [runId, setRunId] = useQueryState("testFrom");
  const take = usePastRun(builder.workflowId);
  const begun = useRef<string>(undefined);
  const { isReadOnly } = builder;
  const here = useRef(builder);
  here.current = builder;
  useEffect(() => {
    if (runId === null || isReadOnly || begun.current === runId) return;
    begun.current = runId;
    void take(runId)
      .then((past) => {
        if (!past) throw new Error("This run has no beginning that could be read.");
        const { parts, edit } = here.current;
        const test = testOfPast(parts.document, past, parts.editor.tests ?? []);
        edit(`Make a test of a past decision`, (now) => ({ ...now, editor: withTest(now.editor, test) }));
        tell(`“${test.title}” is a test case now`);
      })
      .catch((error: unknown) => tellFailure(failureOf(error).message))
      .finally(() => void setRunId(null));
  }, [runId, isReadOnly, take, setRunId]);
  return null;
}
