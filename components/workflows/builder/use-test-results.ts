import { useEffect, useState } from "react";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { type TestResult, testerOf } from "@/server/workflows/trial/cases/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";

/** How long nobody has typed before tests are run again. */
const PAUSE_MS = 350;
/** Of a frame: as long as tests run before what was typed is drawn. */
const SLICE_MS = 8;

export interface TestRun {
  results: ReadonlyMap<string, TestResult>;
  /** Some have still to be run on the document as it is. */
  isRunning: boolean;
}

/** Runs every saved test on the document as it stands, whenever it changes: in the pauses of typing, a few per frame. */
export function useTestResults(document: WorkflowDocument, tests: readonly SavedTest[]): TestRun {
  const [run, setRun] = useState<TestRun>({ results: new Map(), isRunning: tests.length > 0 });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const results = new Map<string, TestResult>();
    setRun((before) => ({ ...before, isRunning: tests.length > 0 }));
    const begin = () => {
      const play = testerOf(document);
      let next = 0;
      const slice = () => {
        const end = performance.now() + SLICE_MS;
        for (let test = tests[next]; test && performance.now() < end; test = tests[next]) {
          results.set(test.key, play(test));
          next++;
        }
        if (next < tests.length) timer = setTimeout(slice);
        else setRun({ results, isRunning: false });
      };
      slice();
    };
    timer = setTimeout(begin, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [document, tests]);
  return run;
}
