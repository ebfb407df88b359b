import { z } from "zod";
import { type EditorPart, id, part, reason, version, type WorkflowDocument } from "../schema";

const path = z.string().max(2000);

/** RFC 6902, over `{document, editor}`. */
const patchOperation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("add"), path, value: z.json() }),
  z.strictObject({ op: z.literal("replace"), path, value: z.json() }),
  z.strictObject({ op: z.literal("test"), path, value: z.json() }),
  z.strictObject({ op: z.literal("remove"), path }),
  z.strictObject({ op: z.literal("move"), from: path, path }),
  z.strictObject({ op: z.literal("copy"), from: path, path }),
]);
export type PatchOperation = z.infer<typeof patchOperation>;

export const getDraftInput = z.strictObject({ workflowId: id, device: id.optional() });

/** One window of one member; two of them do not edit one draft. */
export const leaseInput = z.strictObject({ workflowId: id, device: id });

export const saveDraftInput = z
  .strictObject({
    workflowId: id,
    /** The revision the change was made on; 0 when there is no draft yet. */
    revision: z.int().min(0),
    device: id.optional(),
    /** The whole document, or what changed in it. */
    document: part.optional(),
    editor: part.optional(),
    patch: z.array(patchOperation).min(1).max(5000).optional(),
  })
  .refine(({ document, patch }) => (document === undefined) !== (patch === undefined), {
    path: ["patch"],
    message: "Send the whole document or a patch, one of the two.",
  });

/** What the builder did since it last saved, one entry per step that can be undone. */
export const editDraftInput = z.strictObject({
  workflowId: id,
  /** The revision the first step was made on; 0 when there is no draft yet. */
  revision: z.int().min(0),
  device: id,
  /** New for what is sent for the first time, the same when it is sent again because its answer did not come. */
  key: z.string().min(16).max(64),
  steps: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("edit"),
          /** What was done, for people: *Rename “Registry”*. */
          words: z.string().min(1).max(200),
          patch: z.array(patchOperation).min(1).max(5000),
        }),
        z.strictObject({ kind: z.literal("undo") }),
        z.strictObject({ kind: z.literal("redo") }),
      ]),
    )
    .min(1)
    .max(200),
});
export const beginDraftInput = z.strictObject({ workflowId: id, version, device: id.optional() });

export const stepDraftInput = z.strictObject({
  workflowId: id,
  revision: z.int().min(1),
  device: id.optional(),
});

export const publishDraftInput = z.strictObject({
  workflowId: id,
  revision: z.int().min(1),
  note: z.string().trim().min(1, "Say what changed, in a few words.").max(1000),
  /** Problems that refuse nothing, but that somebody must have seen. */
  acceptWarnings: z.boolean().default(false),
  /** Why it is published although saved tests fail; an admin's to say. */
  overrideTests: reason.optional(),
  /** When new runs begin with it. `no`: it is there for shadows and challengers, or for later. */
  live: z.union([z.literal("now"), z.literal("no"), z.iso.datetime()]).default("now"),
});

const checkpointTitle = z.string().trim().min(1, "Give it a name.").max(120);
export const createCheckpointInput = z.strictObject({ workflowId: id, title: checkpointTitle });
export const checkpointInput = z.strictObject({ workflowId: id, checkpointId: id });
export const renameCheckpointInput = checkpointInput.extend({ title: checkpointTitle });

/** Who is editing a draft. `isMine` is this member in this window. */
export interface LeaseView {
  holder: string;
  isMine: boolean;
  since: string;
  until: string;
}

/** The draft as it stands, or what a new one would begin from. */
export interface DraftView {
  /** 0: there is no draft; saving makes one. */
  revision: number;
  basedOn: number | null;
  savedBy: string | null;
  savedAt: string | null;
  document: WorkflowDocument;
  editor: EditorPart;
  /** Whether it says anything else than the live version. */
  isChanged: boolean;
  canUndo: boolean;
  canRedo: boolean;
  lease: LeaseView | null;
}

/** The draft as somebody named it. */
export interface CheckpointRow {
  id: string;
  title: string;
  revision: number;
  createdBy: string;
  createdAt: string;
}

/** One step of a draft, there and back. */
export interface DraftStep {
  words: string | null;
  patch: PatchOperation[];
  inverse: PatchOperation[];
  /** Who made it, and when. */
  by: string;
  at: string;
}

/** What undo and redo would take, the next one last. */
export interface DraftSteps {
  undo: DraftStep[];
  redo: DraftStep[];
}
