import { useDebouncedValue } from "@mantine/hooks";
import { createContext, useCallback, useDeferredValue, useMemo, useState } from "react";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { PastRun } from "@/server/workflows/trial/past/policy";
import type { PlayedTrial } from "@/server/workflows/trial/policy";
import type { Builder } from "../use-builder";
import type { TrialDesk } from "../use-trial";
import { type RecordSource, runOf } from "./records";

export interface RecordChoice {
  key: string;
  title: string;
  source: RecordSource;
}

/** Which record the editors of this draft look at. It is chosen once, and stays chosen from step to step. */
export interface RecordDesk {
  choices: readonly RecordChoice[];
  chosen: RecordChoice;
  choose(key: string): void;
  addPast(title: string, past: PastRun): void;
  /** Its run, played on the draft as it stands; nothing while the draft cannot be run. */
  runOf(): PlayedTrial | undefined;
  /** What runs live, to be compared with; nothing before anything is published. */
  live: WorkflowDocument | undefined;
}

export const RecordDeskContext = createContext<RecordDesk | undefined>(undefined);

const SAMPLE: RecordChoice = { key: "sample", title: "Made-up answers", source: { kind: "sample" } };

const LOOK_AFTER_MS = 200;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export function useRecordDesk(
  { parts }: Builder,
  { trial }: TrialDesk,
  live: WorkflowDocument | undefined,
  now: () => string,
): RecordDesk {
  const [at] = useState(now);
  const [past, setPast] = useState<readonly RecordChoice[]>([]);
  const [wish, choose] = useState<string>();
  const { tests } = parts.editor;
  const choices = useMemo(
    (): RecordChoice[] => [
      ...(trial
        ? [{ key: "trial", title: "The test run below", source: { kind: "trial", trial } as const }]
        : []),
      ...(tests ?? []).map(
        (test): RecordChoice => ({
          ...{ key: `test ${test.key}`, title: test.title, source: { kind: "test", test } },
        }),
      ),
      ...past,
      SAMPLE,
    ],
    [tests, past, trial],
  );
  const chosen = choices.find(({ key }) => key === wish) ?? choices[0] ?? SAMPLE;
  // Whoever types never waits for a run to be played; whoever looks at no rule lets none be played.
  const [paused] = useDebouncedValue(parts.document, LOOK_AFTER_MS);
  const document = useDeferredValue(paused);
  const run = useMemo(() => once(() => runOf(document, chosen.source, at)), [document, chosen.source, at]);
  const addPast = useCallback((title: string, given: PastRun) => {
    const key = `past ${given.runId}`;
    setPast((before) => [
      ...before.filter((one) => one.key !== key),
      { key, title, source: { kind: "past", title, past: given } },
    ]);
    choose(key);
  }, []);
  return useMemo(
    () => ({ choices, chosen, choose, addPast, runOf: run, live }),
    [choices, chosen, addPast, run, live],
  );
}
