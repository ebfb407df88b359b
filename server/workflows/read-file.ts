import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { type ParsedFile, readFile } from "./file";
import { problemsOf } from "./refuse-problems";
import type { DocumentProblem, readFileInput } from "./schema";

/** What an exported file would bring to this workspace, and what it lacks here. Changes nothing. */
export function readWorkflowFile(
  ctx: Context,
  { text }: z.output<typeof readFileInput>,
): Promise<ParsedFile & { problems: DocumentProblem[] }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const file = readFile(text);
    return { ...file, problems: await problemsOf(tx, ctx, file.document) };
  });
}
