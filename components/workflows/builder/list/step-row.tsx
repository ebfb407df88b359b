import { Menu } from "@mantine/core";
import { IconDots, IconMessage, IconPencil } from "@tabler/icons-react";
import { type CSSProperties, memo, useRef, useState } from "react";
import { StatusChip } from "@/components/ui/status-chip";
import { NodeIcon } from "../../node-icon";
import css from "./list.module.css";
import type { ListRow } from "./list-rows";
import { StepWay } from "./step-way";
import type { ListActs } from "./use-step-list";

interface StepRowProps {
  row: ListRow;
  /** The row the keys are at: its buttons are reached by tab. */
  isCurrent: boolean;
  isChecked: boolean;
  /** Its settings are open beside the list. */
  isOpen: boolean;
  acts: ListActs;
}

/** One step: what it is and does, what is wrong with it, and where it leads. */
function Row({ row, isCurrent, isChecked, isOpen, acts }: StepRowProps) {
  const tabIndex = isCurrent ? 0 : -1;
  const [worst] = row.problems;
  return (
    <li
      className={css.row}
      data-step={row.key}
      data-current={isCurrent || undefined}
      data-checked={isChecked || undefined}
      data-open={isOpen || undefined}
      data-off={row.isOff || undefined}
      style={{ "--depth": Math.min(row.depth, 8) } as CSSProperties}
      onFocus={() => acts.come(row.key)}
    >
      <input
        type="checkbox"
        aria-label={`Choose “${row.title}”`}
        checked={isChecked}
        tabIndex={tabIndex}
        onChange={(event) =>
          acts.check(row.key, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
        }
      />
      <span className={css.number}>{row.number}</span>
      <div className={css.step}>
        {row.via !== null && <p className={css.via}>{row.via}</p>}
        <Title row={row} tabIndex={tabIndex} isOpen={isOpen} acts={acts} />
        <p className={css.sentence}>{row.sentence}</p>
        {row.isLoose && <p className={css.sentence}>No way from the start leads here.</p>}
        {worst && (
          <p className={css.problem}>
            <StatusChip tone={worst.isBad ? "decline" : "warning"}>{worst.message}</StatusChip>
            {row.problems.length > 1 && <span>and {row.problems.length - 1} more</span>}
          </p>
        )}
      </div>
      {row.ways.length > 0 && (
        <ul className={css.ways} aria-label={`Ways out of ${row.title}`}>
          {row.ways.map((way) => (
            <StepWay key={way.outlet} row={row} way={way} acts={acts} tabIndex={tabIndex} />
          ))}
        </ul>
      )}
      {!acts.isReadOnly && <RowMenu row={row} tabIndex={tabIndex} acts={acts} />}
    </li>
  );
}

/** Its name, to be opened, and to be written anew in place. */
function Title({
  row,
  tabIndex,
  isOpen,
  acts,
}: {
  row: ListRow;
  tabIndex: 0 | -1;
  isOpen: boolean;
  acts: ListActs;
}) {
  const [written, setWritten] = useState<string>();
  const opener = useRef<HTMLButtonElement>(null);
  const close = (title?: string) => {
    if (title !== undefined) acts.rename(row.key, title);
    setWritten(undefined);
    setTimeout(() => opener.current?.focus());
  };
  if (written !== undefined)
    return (
      <input
        className={css.write}
        aria-label={`Title of ${row.title}`}
        // biome-ignore lint/a11y/noAutofocus: somebody has just asked to write here.
        autoFocus
        value={written}
        maxLength={120}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setWritten(event.currentTarget.value)}
        onBlur={() => {
          acts.rename(row.key, written);
          setWritten(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") close(written);
          if (event.key === "Escape") close();
        }}
      />
    );
  return (
    <div className={css.head}>
      <span className={css.icon} title={row.type}>
        <NodeIcon name={row.icon} size={16} />
      </span>
      <button
        type="button"
        ref={opener}
        className={css.title}
        data-opens
        tabIndex={tabIndex}
        aria-expanded={isOpen}
        onClick={() => acts.open(row.key)}
      >
        {row.title}
      </button>
      {!acts.isReadOnly && (
        <button
          type="button"
          className={css.rename}
          data-rename
          title="Rename"
          aria-label={`Rename ${row.title}`}
          tabIndex={tabIndex}
          onClick={() => setWritten(row.title)}
        >
          <IconPencil size={13} aria-hidden />
        </button>
      )}
      {row.isOff && <StatusChip tone="neutral">Left out</StatusChip>}
      {row.comments > 0 && (
        <span className={css.comments}>
          <IconMessage size={13} aria-hidden />
          {row.comments === 1 ? "1 comment" : `${row.comments} comments`}
        </span>
      )}
    </div>
  );
}

/** Drawn when it is asked for: a thousand menus that nobody opens cost as much as the list. */
function RowMenu({ row, tabIndex, acts }: { row: ListRow; tabIndex: 0 | -1; acts: ListActs }) {
  const [isMade, setMade] = useState(false);
  const button = (
    <button
      type="button"
      className={css.more}
      aria-label={`More for ${row.title}`}
      aria-haspopup="menu"
      tabIndex={tabIndex}
      onClick={isMade ? undefined : () => setMade(true)}
    >
      <IconDots size={16} aria-hidden />
    </button>
  );
  if (!isMade) return button;
  return (
    <Menu position="bottom-end" withinPortal defaultOpened onClose={() => setMade(false)}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {row.mayCopy && <Menu.Item onClick={() => acts.duplicate([row.key])}>Duplicate</Menu.Item>}
        {row.mayCopy && <Menu.Item onClick={() => acts.copy([row.key])}>Copy</Menu.Item>}
        {row.mayLeaveOut && (
          <Menu.Item onClick={() => acts.leaveOut([row.key])}>
            {row.isOff ? "Take in again" : "Leave out"}
          </Menu.Item>
        )}
        <Menu.Item disabled={!acts.mayMove(row.key, -1)} onClick={() => acts.move(row.key, -1)}>
          Move up
        </Menu.Item>
        <Menu.Item disabled={!acts.mayMove(row.key, 1)} onClick={() => acts.move(row.key, 1)}>
          Move down
        </Menu.Item>
        <Menu.Item color="red" onClick={() => acts.remove([row.key])}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Rows are made anew with every edit; one that says the same need not be drawn again. */
export const StepRow = memo(
  Row,
  (had, has) =>
    had.isCurrent === has.isCurrent &&
    had.isChecked === has.isChecked &&
    had.isOpen === has.isOpen &&
    had.acts === has.acts &&
    (had.row === has.row || JSON.stringify(had.row) === JSON.stringify(has.row)),
);
