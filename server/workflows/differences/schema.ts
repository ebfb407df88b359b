import { z } from "zod";
import { type EditorPart, id, version, type WorkflowDocument } from "../schema";

/** A version, the draft, or a checkpoint of it. */
const side = z.union([
  version,
  z.literal("draft"),
  z.string().regex(/^chp_[0-9a-z]{1,60}$/, "Name a version, the draft, or a checkpoint."),
]);

export const compareInput = z.strictObject({ workflowId: id, from: side, to: side });
export type SideName = z.infer<typeof side>;

/** One of two texts that are compared. */
export interface ComparedSide {
  name: SideName;
  /** "Version 3", "The draft", "Checkpoint “Before the limits”". */
  title: string;
  note: string | null;
  by: string;
  at: string;
  document: WorkflowDocument;
  editor: EditorPart;
}

export interface ComparisonSides {
  workflow: { id: string; key: string; title: string; liveVersion: number | null };
  from: ComparedSide;
  to: ComparedSide;
  /** What else could be chosen, newest first. */
  choices: { name: SideName; title: string }[];
  /** 0: there is no draft. */
  draftRevision: number;
}
