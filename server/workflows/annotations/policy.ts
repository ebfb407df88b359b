import type { Drawing } from "../drawings/policy";
import type { DraftParts, EditorPart } from "../schema";

/** Sticky notes on the canvas, and comments on nodes. Neither is part of what runs. */

type Note = EditorPart["notes"][number];
type Comment = NonNullable<EditorPart["comments"]>[number];

const withEditor = (parts: DraftParts, change: Partial<EditorPart>): DraftParts => ({
  ...parts,
  editor: { ...parts.editor, ...change },
});

/** Left of where a drawing begins, below the notes that lie there already. */
export function freeNotePlace(notes: readonly Note[], drawing: Drawing): { x: number; y: number } {
  const x = -260;
  const here = notes.filter(({ inside }) => (inside ?? null) === drawing);
  const beside = here.filter((note) => Math.abs(note.x - x) < 220).map(({ y, height = 120 }) => y + height);
  return { x, y: Math.max(0, ...beside.map((end) => end + 16)) };
}

export const addNote = (parts: DraftParts, note: Note): DraftParts =>
  withEditor(parts, { notes: [...parts.editor.notes, note] });

export const changeNote = (parts: DraftParts, id: string, change: Partial<Omit<Note, "id">>): DraftParts =>
  withEditor(parts, {
    notes: parts.editor.notes.map((note) => (note.id === id ? { ...note, ...change } : note)),
  });

export const removeNotes = (parts: DraftParts, ids: readonly string[]): DraftParts =>
  withEditor(parts, { notes: parts.editor.notes.filter(({ id }) => !ids.includes(id)) });

export const addComment = (parts: DraftParts, comment: Comment): DraftParts =>
  withEditor(parts, { comments: [...(parts.editor.comments ?? []), comment] });

/** Settles a comment, or opens it again. */
export const settleComment = (parts: DraftParts, id: string, isSettled: boolean): DraftParts =>
  withEditor(parts, {
    comments: parts.editor.comments?.map((comment) =>
      comment.id === id ? { ...comment, isSettled } : comment,
    ),
  });

export const removeComment = (parts: DraftParts, id: string): DraftParts =>
  withEditor(parts, { comments: parts.editor.comments?.filter((comment) => comment.id !== id) });
