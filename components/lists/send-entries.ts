import type { FieldIssue } from "@/server/errors";
import type { ImportInput, ImportResult } from "@/server/lists/schema";

/** Why a file was not taken, as the server said it. */
export class FileRefused extends Error {
  readonly issues: readonly FieldIssue[];
  constructor(message: string, issues: readonly FieldIssue[] = []) {
    super(message);
    this.name = "FileRefused";
    this.issues = issues;
  }
}

const LOST = "The connection was lost on the way. Try again: nothing comes in twice.";

/** Sends the file to be looked at, or taken in. */
export async function sendEntries(file: File, { key, mode, reason }: ImportInput): Promise<ImportResult> {
  const form = new FormData();
  form.set("mode", mode);
  form.set("reason", reason);
  // The file comes last, so that the server knows what it is when it begins to read it.
  form.set("file", file);
  let answer: Response;
  try {
    answer = await fetch(`/api/lists/${encodeURIComponent(key)}/entries`, { method: "POST", body: form });
  } catch {
    throw new FileRefused(LOST);
  }
  const body = (await answer.json().catch(() => ({}))) as ImportResult & {
    detail?: string;
    errors?: FieldIssue[];
  };
  if (!answer.ok) throw new FileRefused(body.detail ?? LOST, body.errors);
  return body;
}
