import { Button, Popover, Select, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Column } from "@/server/rules/core/cell";
import type { FieldInfo } from "@/server/rules/core/fields";
import { type DecisionTable, givenKey, type OutputColumn, ranksRows } from "@/server/rules/core/table";
import { givenText, readGiven } from "@/server/rules/core/table-text";
import { FieldSelect } from "../field-select";
import { NameInput } from "./name-input";
import type { Names, SheetColumn } from "./sheet";
import {
  changeInput,
  changeOutput,
  moveColumn,
  removeColumn,
  typeOfField,
  valuesGiven,
} from "./sheet-columns";
import css from "./table-grid.module.css";
import type { EditTable } from "./use-grid";

const TYPES = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "money", label: "Money" },
  { value: "boolean", label: "Yes or no" },
  { value: "date", label: "Date" },
];
const KINDS = [
  { value: "value", label: "A value" },
  { value: "outcome", label: "An outcome" },
  { value: "reason_code", label: "A reason" },
  { value: "points", label: "Points" },
  { value: "queue", label: "A queue" },
];
const labelOf = (of: { value: string; label: string }[], value: string | undefined) =>
  of.find((one) => one.value === value)?.label ?? "";

interface ColumnMenuProps {
  table: DecisionTable;
  column: SheetColumn;
  fields: readonly FieldInfo[];
  names: Names;
  isReadOnly: boolean;
  edit: EditTable;
}

/** The head of a column: its name and what it holds, and behind it everything that can be changed of it. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { table, column, isReadOnly } = props;
  const [isOpen, setOpen] = useState(false);
  if (column.side === "note") return <span className={css.headTitle}>Note</span>;
  const of = column.side === "when" ? column.column : column.output;
  const kind =
    column.side === "set" && column.output.kind !== "value"
      ? labelOf(KINDS, column.output.kind)
      : `${labelOf(TYPES, of.type)}${of.currency ? ` ${of.currency}` : ""}`;
  const head = (
    <>
      <span className={css.headTitle} title={column.title}>
        {column.title}
      </span>{" "}
      <span className={css.headType}>{kind}</span>
    </>
  );
  if (isReadOnly) return <span className={css.headButton}>{head}</span>;
  const side = column.side === "when" ? "inputs" : "outputs";
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={css.headButton}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          onKeyDown={(event) => event.stopPropagation()}
        >
          {head}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onKeyDown={(event) => event.key !== "Escape" && event.stopPropagation()}>
        <div className={css.menu}>
          {column.side === "when" ? (
            <InputSettings {...props} column={column.column} />
          ) : (
            <OutputSettings {...props} output={column.output} />
          )}
          <Acts {...{ side, table }} name={column.key} edit={props.edit} onDone={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Acts({
  table,
  side,
  name,
  edit,
  onDone,
}: {
  table: DecisionTable;
  side: "inputs" | "outputs";
  name: string;
  edit: EditTable;
  onDone: () => void;
}) {
  const at = table[side].findIndex(({ key }) => key === name);
  const act = (
    title: string,
    icon: ReactNode,
    isOff: boolean,
    change: (now: DecisionTable) => DecisionTable,
  ) => (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={icon}
      disabled={isOff}
      onClick={() => {
        onDone();
        edit(title, change);
      }}
    >
      {title.replace(" column", "")}
    </Button>
  );
  const isLast = at === table[side].length - 1;
  return (
    <div className={css.acts}>
      {act("Move column left", <IconArrowLeft size={13} aria-hidden />, at === 0, (now) =>
        moveColumn(now, side, name, -1),
      )}
      {act("Move column right", <IconArrowRight size={13} aria-hidden />, isLast, (now) =>
        moveColumn(now, side, name, 1),
      )}
      {act("Remove column", <IconTrash size={13} aria-hidden />, table[side].length < 2, (now) =>
        removeColumn(now, side, name),
      )}
    </div>
  );
}

function TypeInputs<C extends { type?: Column["type"] | undefined; currency?: string | undefined }>({
  of,
  onChange,
}: {
  of: C;
  onChange: (next: C) => void;
}) {
  return (
    <>
      <Select
        size="xs"
        label="Type"
        data={TYPES}
        value={of.type ?? null}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(type) => {
          const { currency: _, ...rest } = of;
          onChange({ ...rest, type, ...(type === "money" ? { currency: of.currency ?? "EUR" } : {}) } as C);
        }}
      />
      {of.type === "money" && (
        <TextInput
          size="xs"
          label="Currency"
          maxLength={3}
          defaultValue={of.currency ?? ""}
          onBlur={(event) => {
            const currency = event.currentTarget.value.toUpperCase();
            if (/^[A-Z]{3}$/.test(currency) && currency !== of.currency) onChange({ ...of, currency });
            else event.currentTarget.value = of.currency ?? "";
          }}
        />
      )}
    </>
  );
}

function InputSettings({ fields, column, edit }: Omit<ColumnMenuProps, "column"> & { column: Column }) {
  const change = (words: string, next: Column) => edit(words, (now) => changeInput(now, column.key, next));
  const known = fields.find(({ path }) => path === column.path);
  return (
    <>
      <NameInput
        value={column.title ?? known?.title ?? column.key}
        onChange={(title) => change("Name a column", { ...column, title })}
      />
      <FieldSelect
        label="Field"
        fields={fields.filter((field) => typeOfField(field) !== undefined)}
        value={column.path}
        onChange={(path) => {
          const field = fields.find((one) => one.path === path);
          const type = field && typeOfField(field);
          const { title: _, currency: __, ...rest } = column;
          const money = type === "money" ? { currency: field?.currency ?? column.currency ?? "EUR" } : {};
          change("Choose a column's field", { ...rest, path, type: type ?? column.type, ...money });
        }}
      />
      <TypeInputs of={column} onChange={(next) => change("Change a column's type", next)} />
    </>
  );
}

function OutputSettings({ table, output, names, edit }: ColumnMenuProps & { output: OutputColumn }) {
  const change = (words: string, next: OutputColumn) =>
    edit(words, (now) => changeOutput(now, output.key, next, names[next.kind]));
  return (
    <>
      <NameInput value={output.title} onChange={(title) => change("Name a column", { ...output, title })} />
      <Select
        size="xs"
        label="What it gives"
        data={KINDS}
        value={output.kind}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(kind) => {
          const { type: _, currency: __, order: ___, ...rest } = output;
          const type = kind === "value" ? { type: "text" as const } : {};
          change("Change what a column gives", { ...rest, kind: kind as OutputColumn["kind"], ...type });
        }}
      />
      {output.kind === "value" && (
        <TypeInputs
          of={output}
          onChange={({ order: _, ...next }) => change("Change a column's type", next)}
        />
      )}
      {ranksRows(table.hitPolicy) && (
        <Textarea
          size="xs"
          label="Order of its values"
          description="One per line; what goes before stands first."
          autosize
          minRows={2}
          maxRows={8}
          defaultValue={(output.order ?? valuesGiven(table, output)).map(givenText).join("\n")}
          onBlur={(event) => {
            const lines = event.currentTarget.value.split("\n");
            const order = lines.flatMap((line) => readGiven(line, output, names[output.kind]) ?? []);
            const once = order.filter(
              (one, i) => order.findIndex((other) => givenKey(other) === givenKey(one)) === i,
            );
            const { order: _, ...rest } = output;
            change("Put values into order", once.length > 0 ? { ...rest, order: once } : rest);
          }}
        />
      )}
    </>
  );
}
