import { problemsIn } from "@/server/workflows/problems/policy";
import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";

export interface LookFor {
  id: number;
  document: WorkflowDocument;
}
export interface LookedAt {
  id: number;
  problems: DocumentProblem[];
}

/**
 * Looks through a large draft in a thread of its own, for it takes a quarter of a second: longer than whoever types is
 * to wait for a letter. Where a browser refuses such a thread, the page itself looks.
 */
export function createLookout() {
  let worker: Worker | undefined;
  let isRefused = typeof Worker === "undefined";
  let last = 0;
  let waiting:
    | { id: number; document: WorkflowDocument; tell: (problems: DocumentProblem[]) => void }
    | undefined;

  function refuse(): void {
    isRefused = true;
    worker?.terminate();
    worker = undefined;
    const { document, tell } = waiting ?? {};
    waiting = undefined;
    if (document) tell?.(problemsIn(document));
  }

  function begun(): Worker {
    worker ??= new Worker(new URL("./problems.worker.ts", import.meta.url), { type: "module" });
    worker.onerror = refuse;
    worker.onmessageerror = refuse;
    worker.onmessage = ({ data: { id, problems } }: MessageEvent<LookedAt>) => {
      if (waiting?.id !== id) return;
      const { tell } = waiting;
      waiting = undefined;
      tell(problems);
    };
    return worker;
  }

  return {
    /** Only the newest draft is answered: what was asked before is of no interest any more. */
    look(document: WorkflowDocument, tell: (problems: DocumentProblem[]) => void): void {
      waiting = { id: ++last, document, tell };
      try {
        if (isRefused) refuse();
        else begun().postMessage({ id: last, document } satisfies LookFor);
      } catch {
        refuse();
      }
    },
    end(): void {
      worker?.terminate();
      worker = undefined;
      waiting = undefined;
    },
  };
}
