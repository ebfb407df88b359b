import { Button, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsExchange, IconRestore } from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { Canvas } from "@/components/canvas/canvas";
import { useCrumbs } from "@/components/shell/crumbs";
import { EmptyState } from "@/components/ui/empty-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import type { Difference } from "@/server/workflows/differences/policy";
import type { ComparedSide, ComparisonSides, SideName } from "@/server/workflows/differences/schema";
import { sideNamed } from "./changes-search";
import css from "./changes-view.module.css";
import { DifferencesList } from "./differences-list";
import { overlayGraph } from "./overlay-graph";
import classes from "./workflow-view.module.css";

interface ChangesViewProps {
  sides: ComparisonSides;
  differences: readonly Difference[];
  node: string | null;
  body: string | null;
  onNode: (node: string | null) => void;
  onBody: (body: string | null) => void;
  onSides: (change: { from?: SideName; to?: SideName }) => void;
  onRestore?: (() => void) | undefined;
  /** What is asked about these changes, and by whom it is decided. */
  banner?: ReactNode;
}

/** The drawing with both texts in it, and every change in words beside; on a phone the words alone. */
export function ChangesView(props: ChangesViewProps) {
  const { sides, differences, node, body, onNode, onBody, onSides, onRestore } = props;
  const { workflow, from, to } = sides;
  const isNarrow = useMediaQuery("(max-width: 62em)", false);
  const list = useRef<HTMLElement>(null);
  useCrumbs([
    { title: workflow.title, href: `/workflows/${workflow.id}` },
    { title: "Versions", href: `/workflows/${workflow.id}/versions` },
    { title: "Changes" },
  ]);
  const graph = useMemo(() => overlayGraph(from.document, to.document, differences), [from, to, differences]);
  useEffect(() => {
    if (node === null) return;
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [node]);
  const count = differences.length;
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <h1>What changed</h1>
        <Choice label="From" side={from} sides={sides} onChoose={(name) => onSides({ from: name })} />
        <IconButton
          label="The other way round"
          icon={IconArrowsExchange}
          onClick={() => onSides({ from: to.name, to: from.name })}
        />
        <Choice label="To" side={to} sides={sides} onChoose={(name) => onSides({ to: name })} />
        <span className={css.count} role="status">
          {count === 0 ? "No changes" : count === 1 ? "1 change" : `${count} changes`}
        </span>
        <div className={classes.tools}>
          {onRestore && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRestore size={16} aria-hidden />}
              onClick={onRestore}
            >
              Bring back…
            </Button>
          )}
        </div>
      </header>
      {props.banner}
      <div className={classes.body} data-side={!isNarrow || undefined}>
        {!isNarrow && (
          <div className={classes.middle}>
            <Canvas
              graph={graph}
              selected={node}
              onSelect={onNode}
              open={body}
              onOpen={onBody}
              label={`${from.title} and ${to.title} over one another`}
            />
          </div>
        )}
        <aside className={isNarrow ? css.words : classes.side} aria-label="Changes in words" ref={list}>
          <div className={css.list}>
            <SideLine side={from} />
            <SideLine side={to} />
            {count === 0 ? (
              <EmptyState title="They say the same">
                Nothing differs but where steps stand on the canvas.
              </EmptyState>
            ) : (
              <DifferencesList
                differences={differences}
                node={node}
                onShow={isNarrow ? undefined : (shown) => onNode(shown)}
              />
            )}
          </div>
        </aside>
      </div>
    </div>
  );
}

function Choice({
  label,
  side,
  sides,
  onChoose,
}: {
  label: string;
  side: ComparedSide;
  sides: ComparisonSides;
  onChoose: (name: SideName) => void;
}) {
  return (
    <Select
      size="xs"
      w={176}
      aria-label={label}
      allowDeselect={false}
      searchable={sides.choices.length > 12}
      data={sides.choices.map(({ name, title }) => ({ value: String(name), label: title }))}
      value={String(side.name)}
      onChange={(value) => {
        const name = sideNamed(value);
        if (name !== undefined) onChoose(name);
      }}
    />
  );
}

function SideLine({ side }: { side: ComparedSide }) {
  return (
    <p className={css.side}>
      <b>{side.title}</b>, {side.name === "draft" ? "saved" : side.note === null ? "kept" : "published"} by{" "}
      {side.by} <DateTimeText at={side.at} />
      {side.note && <span>: {side.note}</span>}
    </p>
  );
}
