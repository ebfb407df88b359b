import type { z } from "zod";
import type { Tx } from "@/db/client";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { editDraftInput } from "./draft/schema";
import { refuseOlder, sentRevision, writeRevision } from "./draft-log";
import { findDraft, findVersion, lockWorkflow, type WorkflowRecord } from "./find";
import { refuseOthersLease } from "./lease";
import { parseDocument, parseEditor } from "./parse";
import { patched } from "./patches/policy";
import { keepKey } from "./save-draft";
import type { DraftParts } from "./schema";
import { stepBack } from "./undo-draft";

type Input = z.output<typeof editDraftInput>;

/**
 * Saves what the builder did since it last saved, step by step, so that each can be undone by itself also after a
 * reload. All of it stands or none, and once: sent again because its answer was lost, it is answered with what it came
 * to, whoever saved or took over meanwhile. The first step of a workflow without a draft begins one from the live version.
 */
export function editDraft(ctx: Context, input: Input): Promise<{ revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const known = await sentRevision(tx, ctx, workflow.id, input.key);
    if (known !== undefined) return { revision: sameSteps(input, known) };
    await refuseOlder(tx, ctx, await findDraft(tx, ctx, workflow.id), input.revision);
    await refuseOthersLease(tx, ctx, workflow.id, input.device);
    await beginIfNone(tx, ctx, workflow);
    let { revision } = input;
    for (const [index, step] of input.steps.entries()) {
      const before = await findDraft(tx, ctx, workflow.id);
      if (!before) throw new Error("a draft that was just begun is gone");
      const sentAs = index === input.steps.length - 1 ? input.key : undefined;
      if (step.kind !== "edit") {
        const kind = step.kind === "undo" ? "undone" : "redone";
        revision = await stepBack(tx, ctx, { workflow, before, kind, sentAs });
        continue;
      }
      const after = afterPatch(workflow, before, step.patch, index);
      const { basedOn } = before;
      revision = await writeRevision(tx, ctx, {
        ...{ workflow, before, after, basedOn, sentAs },
        kind: "edited",
        words: step.words,
        isCounted: true,
      });
    }
    return { revision };
  });
}

/** Refuses a key that came with other steps before: answered with theirs, these would be lost without a word. */
function sameSteps({ revision, steps }: Input, known: number): number {
  // A draft that its first step began counts from what any earlier one had come to.
  if (revision === 0 || known === revision + steps.length) return known;
  throw new DomainError("conflict", "This key came with other steps before. Use a new one.");
}

async function beginIfNone(tx: Tx, ctx: Context, workflow: WorkflowRecord): Promise<void> {
  if (await findDraft(tx, ctx, workflow.id)) return;
  if (workflow.liveVersion === null)
    throw new DomainError("conflict", "There is no draft this could change. Begin one from a version.");
  const { version, document, editor } = await findVersion(tx, ctx, workflow, workflow.liveVersion);
  const after = { document: parseDocument(document), editor: parseEditor(editor) };
  await writeRevision(tx, ctx, {
    ...{ workflow, after },
    before: undefined,
    kind: "begun",
    basedOn: version,
    saysNothingNew: true,
  });
}

function afterPatch(
  workflow: WorkflowRecord,
  before: { document: unknown; editor: unknown },
  patch: Extract<Input["steps"][number], { kind: "edit" }>["patch"],
  index: number,
): DraftParts {
  try {
    const whole = patched({ document: before.document, editor: parseEditor(before.editor) }, patch) as Record<
      string,
      unknown
    >;
    return {
      document: keepKey(workflow, parseDocument(whole["document"])),
      editor: parseEditor(whole["editor"]),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, path: `steps.${index}.${issue.path}` }));
    throw new DomainError(error.code, error.message, { issues });
  }
}
