import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { createWorkflow } from "./create";
import { readFile } from "./file";
import { getDraft } from "./get-draft";
import { workflowIdOf } from "./id-of-key";
import { problemsOf } from "./refuse-problems";
import { saveDraft } from "./save-draft";
import type { DocumentProblem } from "./schema";

export interface Imported {
  workflowId: string;
  key: string;
  revision: number;
  /** The workflow was not here before. */
  isNew: boolean;
  /** What keeps it from being published here: faults of its own, and what this workspace lacks. */
  problems: DocumentProblem[];
}

/** Makes a file the draft of its workflow, which is made when it is new. What the draft said before can be undone. */
export function importWorkflow(ctx: Context, { text }: { text: string }): Promise<Imported> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { document, editor } = readFile(text);
    const parts = { document: { ...document }, editor: { ...editor } };
    const problems = await problemsOf(tx, ctx, document);
    const { key } = document;
    const known = await idOf(ctx, key);
    if (known === undefined) {
      const { id, revision } = await createWorkflow(ctx, parts);
      return { workflowId: id, key, revision, isNew: true, problems };
    }
    const { revision: before } = await getDraft(ctx, { workflowId: known });
    const { revision } = await saveDraft(ctx, { workflowId: known, revision: before, ...parts });
    return { workflowId: known, key, revision, isNew: false, problems };
  });
}

async function idOf(ctx: Context, key: string): Promise<string | undefined> {
  try {
    return await workflowIdOf(ctx, { key });
  } catch (error) {
    if (isDomainError(error) && error.code === "not_found") return undefined;
    throw error;
  }
}
