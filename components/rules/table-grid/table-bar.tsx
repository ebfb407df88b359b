import { Button, Popover, Select, TextInput } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconColumnInsertRight,
  IconCopy,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { FieldInfo } from "@/server/rules/core/fields";
import { type DecisionTable, type HitPolicy, ranksRows } from "@/server/rules/core/table";
import { FieldSelect } from "../field-select";
import { NameInput } from "./name-input";
import { duplicateRows, insertEmpty, removeRows } from "./sheet";
import { addInput, addOutput, typeOfField, valuesGiven } from "./sheet-columns";
import css from "./table-grid.module.css";
import type { EditTable, Grid } from "./use-grid";

const POLICIES: { value: HitPolicy; label: string }[] = [
  { value: "first", label: "The first row that holds" },
  { value: "unique", label: "Exactly one row" },
  { value: "any", label: "Any: rows that hold agree" },
  { value: "priority", label: "The row that ranks highest" },
  { value: "rule_order", label: "All, in the order of rows" },
  { value: "output_order", label: "All, in order of rank" },
  { value: "collect", label: "All, put together" },
];
const COLLECTED = [
  { value: "list", label: "as a list" },
  { value: "sum", label: "added up" },
  { value: "min", label: "the smallest" },
  { value: "max", label: "the largest" },
  { value: "count", label: "counted" },
];

/** Ranking needs something to rank by: without an outcome the values of the first column, as they come. */
function withPolicy(table: DecisionTable, hitPolicy: HitPolicy): DecisionTable {
  const { collect: _, ...rest } = table;
  const next: DecisionTable = {
    ...rest,
    hitPolicy,
    ...(hitPolicy === "collect" ? { collect: table.collect ?? ("list" as const) } : {}),
  };
  const isRanked = table.outputs.some(({ kind, order }) => kind === "outcome" || order !== undefined);
  const [first, ...others] = table.outputs;
  if (!ranksRows(hitPolicy) || isRanked || !first) return next;
  return { ...next, outputs: [{ ...first, order: valuesGiven(table, first) }, ...others] };
}

/** Above the rows: which of them count, and what is done to those that are chosen. */
export function TableBar({
  table,
  grid,
  fields,
  edit,
  children,
}: {
  table: DecisionTable;
  grid: Grid;
  fields: readonly FieldInfo[];
  edit: EditTable;
  children: ReactNode;
}) {
  const { edges } = grid;
  const isElse = edges.bottom >= table.rows.length;
  const many = edges.bottom > edges.top ? "rows" : "row";
  const go = (row: number) => grid.select({ anchor: { row, column: 0 }, head: { row, column: 0 } });
  return (
    <div className={css.bar} role="toolbar" aria-label="Table">
      <NameInput
        value={table.title}
        maxLength={120}
        onChange={(title) => edit("Rename the table", (now) => ({ ...now, title }))}
      />
      <Select
        size="xs"
        label="Which rows count"
        data={POLICIES}
        value={table.hitPolicy}
        allowDeselect={false}
        onChange={(policy) =>
          policy && edit("Change which rows count", (now) => withPolicy(now, policy as HitPolicy))
        }
      />
      {table.hitPolicy === "collect" && (
        <Select
          size="xs"
          label="Values are"
          w={130}
          data={COLLECTED}
          value={table.collect ?? "list"}
          allowDeselect={false}
          onChange={(collect) =>
            edit("Change how values are put together", (now) => ({ ...now, collect: collect as "list" }))
          }
        />
      )}
      <IconButton
        label="Insert a row above"
        icon={IconRowInsertTop}
        variant="default"
        onClick={() => edit("Insert a row", (now) => insertEmpty(now, edges.top))}
      />
      <IconButton
        label="Insert a row below"
        icon={IconRowInsertBottom}
        variant="default"
        disabled={isElse}
        onClick={() => {
          edit("Insert a row", (now) => insertEmpty(now, edges.bottom + 1));
          go(edges.bottom + 1);
        }}
      />
      <IconButton
        label={`Duplicate the ${many}`}
        icon={IconCopy}
        variant="default"
        disabled={isElse}
        onClick={() => edit(`Duplicate the ${many}`, (now) => duplicateRows(now, edges))}
      />
      <IconButton
        label={`Move the ${many} up (Alt ↑)`}
        icon={IconArrowUp}
        variant="default"
        disabled={isElse || edges.top === 0}
        onClick={() => grid.move(-1)}
      />
      <IconButton
        label={`Move the ${many} down (Alt ↓)`}
        icon={IconArrowDown}
        variant="default"
        disabled={isElse || edges.bottom >= table.rows.length - 1}
        onClick={() => grid.move(1)}
      />
      <IconButton
        label={`Remove the ${many}`}
        icon={IconTrash}
        variant="default"
        disabled={isElse}
        onClick={() => {
          edit(`Remove the ${many}`, (now) => removeRows(now, edges));
          go(edges.top);
        }}
      />
      <AddColumn {...{ fields, edit }} />
      <span className={css.push} />
      {children}
    </div>
  );
}

function AddColumn({ fields, edit }: { fields: readonly FieldInfo[]; edit: EditTable }) {
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState("");
  const add = () => {
    if (title.trim() === "") return;
    setOpen(false);
    edit(`Add the column “${title.trim()}”`, (now) => addOutput(now, title.trim()));
    setTitle("");
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconColumnInsertRight size={15} aria-hidden />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Add a column
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.menu}>
          <FieldSelect
            label="Field to test"
            fields={fields.filter((field) => typeOfField(field) !== undefined)}
            value=""
            onChange={(path) => {
              const field = fields.find((one) => one.path === path);
              if (!field) return;
              setOpen(false);
              edit(`Add the column “${field.title}”`, (now) => addInput(now, field));
            }}
          />
          <form
            className={css.acts}
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <TextInput
              size="xs"
              aria-label="Name of a column that gives something"
              placeholder="Or: name of what rows give"
              maxLength={80}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Button size="xs" variant="default" type="submit" disabled={title.trim() === ""}>
              Add
            </Button>
          </form>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
