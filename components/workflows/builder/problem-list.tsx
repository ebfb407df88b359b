import { Button, Switch, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { StatusChip } from "@/components/ui/status-chip";
import { groupsOf, type ProblemGroup } from "@/server/workflows/problem-groups/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import css from "./problem-list.module.css";

export interface ProblemAct {
  title: string;
  run: () => void;
}

interface ProblemListProps {
  problems: readonly DocumentProblem[];
  /** The chosen step: the list can be narrowed to it. */
  chosen?: { node: string; title: string } | undefined;
  onShow: (problem: DocumentProblem) => void;
  /** What one click does about these; several are mended with one click. */
  fixOf?: (problems: readonly DocumentProblem[]) => ProblemAct | undefined;
}

/**
 * What is wrong, worst first; each leads to its place, and to its mending where one click is enough. Arrow keys go from
 * one to the next, Enter goes to its place, F mends it.
 */
export function ProblemList({ problems, chosen, onShow, fixOf = () => undefined }: ProblemListProps) {
  const [isNarrow, setNarrow] = useState(false);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const shown = isNarrow && chosen ? problems.filter(({ node }) => node === chosen.node) : problems;
  const toggle = (key: string) =>
    setOpened(
      (before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]),
    );
  if (problems.length === 0) return <p className={css.empty}>Nothing to fix: it can be published.</p>;
  return (
    <>
      {chosen && (
        <Switch
          className={css.narrow}
          size="xs"
          label={`Only of “${chosen.title}”`}
          checked={isNarrow}
          onChange={(event) => setNarrow(event.currentTarget.checked)}
        />
      )}
      {shown.length === 0 && <p className={css.empty}>Nothing to fix at this step.</p>}
      <ul className={css.problems} onKeyDown={onKey}>
        {groupsOf(shown).flatMap((group) => {
          const { problems } = group;
          const isMany = problems.length > 1;
          const isOpen = isMany && opened.has(group.key);
          return [
            <Row
              key={group.key}
              {...{ group, isMany, isOpen }}
              act={fixOf(problems)}
              onShow={() => (isMany ? toggle(group.key) : problems[0] && onShow(problems[0]))}
            />,
            ...(isOpen
              ? problems.map((problem) => (
                  <Row
                    key={`${group.key} ${problem.path} ${problem.message}`}
                    group={{ ...group, title: problem.message, harm: undefined, problems: [problem] }}
                    isInner
                    act={fixOf([problem])}
                    onShow={() => onShow(problem)}
                  />
                ))
              : []),
          ];
        })}
      </ul>
    </>
  );
}

function Row({
  group: { severity, title, harm, problems },
  act,
  onShow,
  isMany = false,
  isOpen = false,
  isInner = false,
}: {
  group: ProblemGroup;
  act: ProblemAct | undefined;
  onShow: () => void;
  isMany?: boolean;
  isOpen?: boolean;
  isInner?: boolean;
}) {
  const isError = severity === "error";
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li data-inner={isInner || undefined}>
      <UnstyledButton
        className={css.problem}
        aria-expanded={isMany ? isOpen : undefined}
        onClick={onShow}
        data-row
      >
        {!isInner && (
          <StatusChip tone={isError ? "decline" : "warning"}>{isError ? "Must fix" : "Advice"}</StatusChip>
        )}
        {isMany && <Chevron size={14} aria-hidden />}
        <span>
          <b>{title}</b>{" "}
          <span className={css.quiet}>{[harm, act || isMany ? "" : problems[0]?.fix].join(" ")}</span>
        </span>
      </UnstyledButton>
      {act && (
        <Button size="compact-xs" variant="default" onClick={act.run} data-fix>
          {act.title}
        </Button>
      )}
    </li>
  );
}

function onKey(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const item = (event.target as HTMLElement).closest("li");
  const at = rows.findIndex((row) => item?.contains(row));
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const isFix = event.key.toLowerCase() === "f";
  if (to === undefined && !isFix) return;
  event.preventDefault();
  event.stopPropagation();
  if (isFix) {
    item?.querySelector<HTMLElement>("[data-fix]")?.click();
    // What was mended is gone: the one that stands there now is next.
    requestAnimationFrame(() => {
      const left = document.querySelectorAll<HTMLElement>("[data-row]");
      left[Math.min(at, left.length - 1)]?.focus();
    });
  } else rows[Math.max(0, Math.min(to ?? 0, rows.length - 1))]?.focus();
}
