import { useKeys } from "@/components/ui/keys";
import { copySteps, cutSteps, duplicateSteps, pasteSteps, removeChosen } from "./builder-acts";
import type { BuilderDrawerState } from "./builder-drawer";
import type { Builder } from "./use-builder";

/** The builder by keyboard. With nothing chosen the keys that act on what is chosen are the browser's own. */
export function useBuilderKeys(
  builder: Builder,
  {
    drawer,
    chosen,
    onAdd,
    onView,
    onSearch,
  }: {
    drawer: BuilderDrawerState;
    /** Keys of the chosen steps. */
    chosen: readonly string[];
    onAdd: () => void;
    /** From the canvas to the list and back. */
    onView: () => void;
    onSearch: () => void;
  },
): void {
  const { selection } = builder;
  const onChosen = [
    { keys: "mod+c", label: "Copy the chosen steps", run: () => void copySteps(builder, chosen) },
    { keys: "mod+d", label: "Duplicate the chosen steps", run: () => duplicateSteps(builder, chosen) },
  ];
  const onCut = {
    keys: "mod+x",
    label: "Cut the chosen steps",
    run: () => void cutSteps(builder, chosen),
  };
  const onSelected = {
    keys: "delete",
    label: "Remove what is chosen",
    run: () => removeChosen(builder, selection, []),
  };
  const edits = [
    { keys: "mod+z", label: "Undo", run: builder.undo },
    { keys: "mod+shift+z", label: "Redo", run: builder.redo },
    { keys: "mod+y", label: "Redo", run: builder.redo },
    { keys: "a", label: "Add a step behind the chosen one", run: onAdd, inPalette: true },
    { keys: "mod+v", label: "Paste steps", run: () => void pasteSteps(builder) },
    ...(chosen.length > 0 ? [...onChosen, onCut] : []),
    ...(selection.length > 0 ? [onSelected] : []),
  ];
  useKeys("Builder", [
    ...(builder.isReadOnly ? [] : edits),
    { keys: "/", label: "Search this workflow", run: onSearch, inPalette: true },
    { keys: "mod+f", label: "Search this workflow", run: onSearch, always: true },
    { keys: "l", label: "Canvas or list", run: onView },
    { keys: "t", label: "Test run", run: () => drawer.toggle("test"), inPalette: true },
    { keys: "p", label: "Problems", run: () => drawer.toggle("problems") },
    { keys: "v", label: "Versions", run: () => drawer.toggle("versions"), inPalette: true },
  ]);
}
