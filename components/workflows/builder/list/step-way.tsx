import { Select } from "@mantine/core";
import { IconArrowRight, IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import css from "./list.module.css";
import type { ListRow, ListWay } from "./list-rows";
import type { ListActs } from "./use-step-list";

/** Some of a thousand steps are enough to choose from: typing finds the others. */
const MOST = 60;

/** A way out and where it leads; chosen anew in place. */
export function StepWay({
  row,
  way,
  acts,
  tabIndex,
}: {
  row: ListRow;
  way: ListWay;
  acts: ListActs;
  tabIndex: 0 | -1;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const place = { from: row.key, outlet: way.outlet };
  const close = () => {
    setOpen(false);
    setTimeout(() => button.current?.focus());
  };
  const says = `${row.title}, ${way.title}`;
  const isLoose = way.to === null;
  const told = way.to ? (
    <>
      <IconArrowRight size={13} aria-hidden /> <span className={css.number}>{way.to.number}</span>{" "}
      {way.to.title}
    </>
  ) : (
    "leads nowhere"
  );
  return (
    <li className={css.way} data-loose={isLoose || undefined} data-kind={way.kind}>
      <span className={css.wayTitle}>{way.title}</span>
      {acts.isReadOnly ? (
        <span className={css.target}>{told}</span>
      ) : isOpen ? (
        <Select
          size="xs"
          aria-label={`${says} leads to`}
          data={acts.goals(place)}
          value={way.to?.node ?? null}
          limit={MOST}
          placeholder="Type to find a step"
          nothingFoundMessage="No step is called so."
          searchable
          clearable
          autoFocus
          defaultDropdownOpened
          selectFirstOptionOnChange
          onChange={(to) => {
            acts.lead(place, to);
            close();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => setOpen(false)}
          onKeyDown={(event) => {
            if (event.key === "Escape") close();
          }}
        />
      ) : (
        <button
          type="button"
          ref={button}
          className={css.target}
          data-way={isLoose ? "loose" : "wired"}
          tabIndex={tabIndex}
          aria-label={`${says} ${way.to ? `leads to step ${way.to.number}, ${way.to.title}` : "leads nowhere"}: choose another step`}
          onClick={() => setOpen(true)}
        >
          {told}
        </button>
      )}
      {!acts.isReadOnly && (
        <button
          type="button"
          className={css.add}
          title="Add a step here"
          aria-label={`${says}: add a step here`}
          tabIndex={tabIndex}
          onClick={() => acts.add(place)}
        >
          <IconPlus size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}
