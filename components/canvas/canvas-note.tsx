import { memo, useContext, useEffect, useState } from "react";
import type { Node, NodeProps } from "reactflow";
import classes from "./canvas.module.css";
import { type CanvasNote, EditingContext } from "./editing";

export interface NoteData extends Record<string, unknown> {
  note: CanvasNote;
}

/** A note: written in place, kept when it is left. */
export const CanvasNoteCard = memo(function CanvasNoteCard({ data, selected }: NodeProps<Node<NoteData>>) {
  const { note } = data;
  const editing = useContext(EditingContext);
  const [text, setText] = useState(note.text);
  useEffect(() => setText(note.text), [note.text]);
  return (
    <div className={classes.note} data-selected={selected || undefined}>
      <textarea
        className={`${classes.noteText} nodrag nowheel`}
        aria-label="Note"
        placeholder="Write a note"
        value={text}
        maxLength={4000}
        readOnly={editing?.isLocked}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text !== note.text && editing?.onNote(note.id, { text })}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      {note.by && <small>{note.by}</small>}
    </div>
  );
});
