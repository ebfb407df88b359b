import { Button, Group } from "@mantine/core";
import { IconClipboard, IconListTree, IconPlus } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import type { CanvasPlace } from "@/components/canvas/editing";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import type { DocumentProblem } from "@/server/workflows/schema";
import { pasteSteps } from "../builder-acts";
import type { Builder } from "../use-builder";
import css from "./list.module.css";
import { listRows } from "./list-rows";
import { StepRow } from "./step-row";
import { useStepList } from "./use-step-list";

/** The graph as a list, in the order runs take: everything the canvas offers, for those who do not drag. */
export function StepList({
  builder,
  problems,
  onAdd,
}: {
  builder: Builder;
  problems: readonly DocumentProblem[];
  onAdd: (place: CanvasPlace) => void;
}) {
  const frame = useRef<HTMLElement>(null);
  const rows = useMemo(() => listRows(builder.parts, problems), [builder.parts, problems]);
  const { acts, current, checked, shown, onArrow, targets, clear } = useStepList(builder, rows, frame, onAdd);
  const { isReadOnly } = builder;
  const paste = (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      leftSection={<IconClipboard size={14} aria-hidden />}
      onClick={() => void pasteSteps(builder)}
    >
      Paste
    </Button>
  );
  const add = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => onAdd({})}
    >
      Add a step
    </Button>
  );
  return (
    <section ref={frame} className={css.list} aria-label="Steps as a list">
      <div className={css.bar} role="toolbar" aria-label="For the chosen steps">
        {checked.size > 0 ? (
          <>
            <span role="status">{checked.size === 1 ? "1 step chosen" : `${checked.size} steps chosen`}</span>
            <Button size="xs" variant="default" onClick={() => acts.copy(targets())}>
              Copy
            </Button>
            {!isReadOnly && (
              <>
                <Button size="xs" variant="default" onClick={() => acts.duplicate(targets())}>
                  Duplicate
                </Button>
                <Button size="xs" variant="default" onClick={() => acts.leaveOut(targets())}>
                  Leave out or take in
                </Button>
                <Button size="xs" variant="default" color="red" onClick={() => acts.remove(targets())}>
                  Remove
                </Button>
                {paste}
              </>
            )}
            <Button size="xs" variant="subtle" color="gray" onClick={clear}>
              Choose none
            </Button>
          </>
        ) : (
          <>
            <span className={css.count}>{rows.length === 1 ? "1 step" : `${rows.length} steps`}</span>
            {!isReadOnly && rows.length > 0 && add}
            {!isReadOnly && paste}
            {rows.length > 0 && (
              <span className={css.hint}>
                <Kbd keys="j" /> <Kbd keys="k" /> move · <Kbd keys="enter" /> open · <Kbd keys="w" /> lead ·{" "}
                <Kbd keys="?" /> all keys
              </span>
            )}
          </>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={IconListTree} title="No step yet" action={isReadOnly ? undefined : add}>
          Begin with what starts a run: an application, a decision request, a transaction.
        </EmptyState>
      ) : (
        <ol className={css.rows} aria-label="Steps, in the order runs take" onKeyDown={onArrow}>
          {rows.map((row) => (
            <StepRow
              key={row.key}
              row={row}
              isCurrent={row.key === current}
              isChecked={checked.has(row.key)}
              isOpen={row.key === shown}
              acts={acts}
            />
          ))}
        </ol>
      )}
      {!isReadOnly && rows.length === 1 && (
        <Group className={css.first}>
          <span>Runs begin here. Press</span> <Kbd keys="a" /> <span>to add what comes next.</span>
        </Group>
      )}
    </section>
  );
}
