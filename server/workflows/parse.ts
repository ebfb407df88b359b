import { DomainError, fieldIssues } from "@/server/errors";
import { type EditorPart, editorPart, type WorkflowDocument, workflowDocument } from "./schema";

/** A document from outside, or a refusal that names every field to mend. */
export function parseDocument(value: unknown): WorkflowDocument {
  const parsed = workflowDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DomainError(
    "invalid",
    "This is not a workflow document we can read. Mend the fields named below.",
    {
      issues: fieldIssues(parsed.error, "document"),
    },
  );
}

/** Positions and notes; none is fine, the canvas lays itself out. */
export function parseEditor(value: unknown): EditorPart {
  const parsed = editorPart.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid", "The positions and notes of this workflow cannot be read.", {
    issues: fieldIssues(parsed.error, "editor"),
  });
}
