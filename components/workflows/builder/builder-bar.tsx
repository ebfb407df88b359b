import { ActionIcon, Button, Menu, SegmentedControl } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDots,
  IconLayoutDistributeVertical,
  IconNote,
  IconPlayerPlay,
  IconSearch,
} from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { newKey } from "@/components/ui/new-key";
import { StatusChip } from "@/components/ui/status-chip";
import { addNote, freeNotePlace } from "@/server/workflows/annotations/policy";
import { arrange, isArranged } from "@/server/workflows/edits/policy";
import css from "./builder.module.css";
import type { BuilderDrawerState } from "./builder-drawer";
import { SavingWords } from "./saving-words";
import type { Builder } from "./use-builder";

export type BuilderLook = "canvas" | "list";

/** The line above the canvas: what is edited, whether it is saved, and what can be done with all of it. */
export function BuilderBar({
  builder,
  drawer,
  look,
  onLook,
  onSearch,
  isWorkflowOpen,
  onWorkflow,
  errors,
  me,
  now,
  standing,
  actions,
}: {
  builder: Builder;
  drawer: BuilderDrawerState;
  look: BuilderLook;
  onLook: (look: BuilderLook) => void;
  onSearch: () => void;
  /** Whether what the workflow holds beside its steps is open. */
  isWorkflowOpen: boolean;
  onWorkflow: () => void;
  /** How many problems keep it from being published. */
  errors: number;
  me: string;
  now: () => string;
  /** Where the draft stands on its way to being published. */
  standing: ReactNode;
  /** The buttons that bring it on. */
  actions: ReactNode;
}) {
  const { parts, isReadOnly, state } = builder;
  const quiet = { variant: "subtle", color: "gray" } as const;
  return (
    <header className={css.bar}>
      <h1>{parts.document.title}</h1>
      {standing}
      <SavingWords state={state} />
      <div className={css.tools}>
        <IconButton
          label="Search this workflow"
          data-tour="search"
          icon={IconSearch}
          {...quiet}
          onClick={onSearch}
        />
        <div className={css.edits}>
          <IconButton
            label={state.undo ? `Undo: ${state.undo.words ?? "the last change"}` : "Undo"}
            icon={IconArrowBackUp}
            data-tour="undo"
            {...quiet}
            disabled={!builder.canUndo}
            onClick={builder.undo}
          />
          <IconButton
            label={state.redo ? `Redo: ${state.redo.words ?? "what was undone"}` : "Redo"}
            icon={IconArrowForwardUp}
            {...quiet}
            disabled={!builder.canRedo}
            onClick={builder.redo}
          />
          <IconButton
            label="Arrange all steps"
            data-tour="arrange"
            icon={IconLayoutDistributeVertical}
            {...quiet}
            disabled={isReadOnly || !isArranged(parts, builder.open)}
            onClick={() => builder.edit("Arrange all steps", (parts) => arrange(parts, builder.open))}
          />
          <IconButton
            label="Add a note"
            icon={IconNote}
            {...quiet}
            disabled={isReadOnly || look !== "canvas"}
            onClick={() => {
              const note = {
                ...{ id: newKey().slice(0, 20), text: "", by: me, at: now() },
                ...(builder.open !== null && { inside: builder.open }),
              };
              builder.edit("Add a note", (parts) =>
                addNote(parts, { ...note, ...freeNotePlace(parts.editor.notes, builder.open) }),
              );
              builder.select([`note:${note.id}`]);
            }}
          />
        </div>
        <SegmentedControl
          size="xs"
          aria-label="How the draft is shown"
          data-tour="views"
          value={look}
          onChange={(next) => onLook(next as BuilderLook)}
          data={[
            { value: "canvas", label: "Canvas" },
            { value: "list", label: "List" },
          ]}
        />
        <Button
          size="xs"
          variant={isWorkflowOpen ? "light" : "default"}
          aria-expanded={isWorkflowOpen}
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          data-tour="workflow"
          onClick={onWorkflow}
        >
          Workflow
        </Button>
        {errors > 0 && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            px={4}
            aria-expanded={drawer.tab === "problems"}
            onClick={() => drawer.toggle("problems")}
          >
            <StatusChip tone="decline">{errors} to fix first</StatusChip>
          </Button>
        )}
        <Button
          size="xs"
          variant={drawer.tab === "test" ? "light" : "default"}
          aria-expanded={drawer.tab === "test"}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          rightSection={<Kbd keys="t" />}
          onClick={() => drawer.toggle("test")}
        >
          Test
        </Button>
        {actions}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon {...quiet} aria-label="More for this draft">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} href={`/workflows/${builder.workflowId}/draft`}>
              The draft as JSON
            </Menu.Item>
            <Menu.Item component={Link} href={`/workflows/${builder.workflowId}/changes`}>
              What changed since the last version
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}
