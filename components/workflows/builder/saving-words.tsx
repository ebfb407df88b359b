import css from "./builder.module.css";
import type { BuilderState } from "./builder-store";

/** Whether what was done is saved; where it is not, why, and what becomes of it. */
export function SavingWords({ state }: { state: BuilderState }) {
  const isUnsaved = state.saving === "waiting" || state.saving === "refused";
  return (
    <span role="status" className={css.quiet} data-unsaved={isUnsaved || undefined}>
      {wordsOf(state)}
    </span>
  );
}

function wordsOf({ saving, failure, unsaved }: BuilderState): string {
  switch (saving) {
    case "saved":
      return "Saved";
    case "saving":
      return "Saving …";
    case "taken":
      return "Read only";
    case "waiting":
      return `Not saved: ${failure ?? "No answer came."} ${kept(unsaved)} in this window and sent again until they are.`;
    case "refused":
      return `Not saved: ${failure ?? "The server refused it."} Change or undo it, and it is sent again.`;
  }
}

const kept = (count: number) => (count === 1 ? "One change is kept" : `${count} changes are kept`);
