import { Button, Text, Textarea } from "@mantine/core";
import type { Ref } from "react";
import css from "./decision.module.css";

interface NoteBoxProps {
  note: string;
  onNote: (note: string) => void;
  onSave: () => void;
  isSaving: boolean;
  failure: string | undefined;
  /** Why nothing can be written here. */
  closed: string | null;
  inputRef: Ref<HTMLTextAreaElement>;
}

/** A note for colleagues. It stays here until it is saved, or goes with the verdict. */
export function NoteBox({ note, onNote, onSave, isSaving, failure, closed, inputRef }: NoteBoxProps) {
  return (
    <section className={css.part} aria-labelledby="note-title">
      <div className={css.partHead}>
        <h3 id="note-title">Note</h3>
        <span>Staff only</span>
      </div>
      <Textarea
        ref={inputRef}
        aria-label="Note for colleagues"
        placeholder="What should the next reader know?"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={note}
        disabled={closed !== null}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
      {failure && (
        <Text role="alert" fz="xs" c="var(--gh-decline)" mt={6}>
          {failure} Your words are still here.
        </Text>
      )}
      {closed ? (
        <p className={css.voice}>{closed}</p>
      ) : (
        note.trim() !== "" && (
          <div className={css.noteFoot}>
            <span>Draft, kept in this browser</span>
            <Button size="compact-sm" variant="default" onClick={onSave} loading={isSaving}>
              Save note
            </Button>
          </div>
        )
      )}
    </section>
  );
}
