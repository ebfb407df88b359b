import { Select } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { IconButton } from "@/components/ui/icon-button";
import { isOnLine } from "@/server/runs/lines/policy";
import type { RunLine } from "@/server/runs/schema";
import classes from "./chosen-element.module.css";

/** The elements a run took through a body, in their order. */
const elementsOf = (lines: readonly RunLine[], body: string) =>
  lines
    .filter(({ kind, node }) => kind === "element" && node === body)
    .sort(
      (a, b) => (a.parent ?? "").localeCompare(b.parent ?? "") || a.visit - b.visit || +a.place - +b.place,
    );

/** The element whose way through an open body is shown: the wanted one, else one near it, else where help is needed. */
export function elementFor(
  lines: readonly RunLine[],
  body: string | null,
  wanted: string | null,
): string | null {
  if (body === null) return null;
  const all = elementsOf(lines, body);
  const near = wanted === null ? [] : all.filter(({ id }) => isOnLine(id, wanted) || isOnLine(wanted, id));
  const among = near.length > 0 ? near : all;
  const found =
    among.find(({ id }) => id === wanted) ??
    among.find(({ state }) => state === "incident") ??
    among.find(({ state }) => state === "under_way") ??
    among[0];
  return found?.id ?? null;
}

const stateWords: Record<RunLine["state"], string> = {
  under_way: "under way",
  incident: "needs attention",
  arrived: "waits at the join",
  done: "done",
  failed: "failed",
  ended: "ended early",
};

/** In a body: which of its elements is shown. */
export function ChosenElement({
  lines,
  body,
  element,
  onElement,
}: {
  lines: readonly RunLine[];
  body: string;
  element: string | null;
  onElement: (element: string) => void;
}) {
  const all = elementsOf(lines, body);
  if (all.length === 0) return <span className={classes.none}>The run took no element through here.</span>;
  const place = all.findIndex(({ id }) => id === element);
  const titleOf = (id: string | null): string => lines.find((line) => line.id === id)?.title ?? "";
  const step = (by: number) => {
    const next = all[place + by];
    if (next) onElement(next.id);
  };
  return (
    <div className={classes.chooser}>
      <IconButton
        label="The element before"
        icon={IconChevronLeft}
        disabled={place <= 0}
        onClick={() => step(-1)}
      />
      <Select
        size="xs"
        aria-label="Element"
        allowDeselect={false}
        searchable={all.length > 8}
        limit={200}
        value={element}
        onChange={(chosen) => chosen && onElement(chosen)}
        data={all.map(({ id, title, state, result, parent }) => ({
          value: id,
          label: `${parent === null ? "" : `${titleOf(parent)}, `}${title} – ${result ?? stateWords[state]}`,
        }))}
        className={classes.select ?? ""}
      />
      <IconButton
        label="The element behind"
        icon={IconChevronRight}
        disabled={place >= all.length - 1}
        onClick={() => step(1)}
      />
      <span className={classes.none}>
        {place + 1} of {all.length}
      </span>
    </div>
  );
}
