import { Select } from "@mantine/core";
import type { Operand } from "@/server/rules/core/ast";
import type { FieldCatalogue, FieldInfo } from "@/server/rules/core/fields";
import css from "./condition.module.css";
import { FieldSelect } from "./field-select";
import { FormulaInput } from "./formula-input";
import { fieldsFor, type Operator, type Subject, startValue } from "./tests";
import { ValueInput } from "./value-input";

type Kind =
  | "value"
  | "field"
  | "count"
  | "sum"
  | "min"
  | "max"
  | "average"
  | "distinct"
  | "age"
  | "days"
  | "formula";

const kindOf = (operand: Operand): Kind => {
  if ("value" in operand) return "value";
  if ("field" in operand) return "field";
  if ("count" in operand) return "count";
  if ("aggregate" in operand) return operand.aggregate;
  if ("ageInYears" in operand) return "age";
  return "daysSince" in operand ? "days" : "formula";
};

const titles: Record<Kind, string> = {
  value: "a value",
  field: "a field",
  count: "number of entries in",
  sum: "total of",
  min: "smallest of",
  max: "largest of",
  average: "average of",
  distinct: "number of different",
  age: "age in years by",
  days: "days since",
  formula: "a formula",
};

interface OperandEditorProps {
  label: string;
  operand: Operand;
  fields: FieldCatalogue;
  /** The list whose elements are tested. */
  list: string | undefined;
  /** What it is compared with decides how a value is written. */
  subject: Subject;
  operator?: Operator;
  /** Something is tested here, so a plain value makes no sense. */
  isLeft?: boolean;
  onChange: (operand: Operand) => void;
}

/** Where a value comes from: written down, a field, something counted or worked out. */
export function OperandEditor(props: OperandEditorProps) {
  const { label, operand, fields, list, subject, operator = "=", isLeft, onChange } = props;
  const kind = kindOf(operand);
  const all = fieldsFor(fields, list);
  const kinds = (Object.keys(titles) as Kind[]).filter((one) => !(isLeft && one === "value"));
  return (
    <span className={css.operand}>
      <Select
        size="xs"
        variant="unstyled"
        className={css.kind ?? ""}
        aria-label={`${label}: what it is`}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: titles[value] }))}
        value={kind}
        comboboxProps={{ width: "max-content" }}
        onChange={(next) => {
          if (next && next !== kind) onChange(startOperand(next as Kind, all, subject, operator));
        }}
      />
      {"value" in operand && (
        <ValueInput
          label={label}
          value={operand.value}
          subject={subject}
          onChange={(value) => onChange({ value })}
        />
      )}
      {"field" in operand && (
        <FieldSelect
          label={label}
          fields={all}
          value={operand.field}
          onChange={(field) => onChange({ ...operand, field })}
        />
      )}
      {("count" in operand || "aggregate" in operand) && (
        <ListPart operand={operand} all={all} label={label} onChange={onChange} />
      )}
      {("ageInYears" in operand || "daysSince" in operand) && (
        <FieldSelect
          label={label}
          fields={all.filter(({ type }) => type === "date" || type === "date_time" || type === "any")}
          value={dateOf("ageInYears" in operand ? operand.ageInYears : operand.daysSince)}
          onChange={(field) =>
            onChange("ageInYears" in operand ? { ageInYears: { field } } : { daysSince: { field } })
          }
        />
      )}
      {"formula" in operand && (
        <FormulaInput label={label} formula={operand.formula} onChange={(formula) => onChange({ formula })} />
      )}
    </span>
  );
}

const dateOf = (operand: Operand): string => ("field" in operand ? operand.field : "");

function ListPart({
  operand,
  all,
  label,
  onChange,
}: {
  operand: Extract<Operand, { count: string } | { aggregate: string }>;
  all: readonly FieldInfo[];
  label: string;
  onChange: (operand: Operand) => void;
}) {
  const lists = all.filter(({ type }) => type === "list");
  const { where } = operand;
  const kept = where === undefined ? {} : { where };
  if ("count" in operand)
    return (
      <FieldSelect
        label={label}
        fields={lists}
        value={operand.count}
        onChange={(count) => onChange({ count, ...kept })}
      />
    );
  const under = `${operand.list}[].`;
  const values = all
    .filter(({ path, type }) => path.startsWith(under) && type !== "object")
    .map((field) => ({ ...field, path: field.path.slice(under.length) }));
  return (
    <>
      <FieldSelect
        label={`${label}: value`}
        fields={values}
        value={operand.of}
        onChange={(of) => onChange({ ...operand, of })}
      />
      <span className={css.word}>in</span>
      <FieldSelect
        label={`${label}: list`}
        fields={lists}
        value={operand.list}
        onChange={(list) => onChange({ ...operand, list, of: firstOf(list, all) })}
      />
    </>
  );
}

const firstOf = (list: string, all: readonly FieldInfo[]): string => {
  const inside = all.filter(({ path, type }) => path.startsWith(`${list}[].`) && type !== "object");
  const best = inside.find(({ type }) => type === "number" || type === "money") ?? inside[0];
  return best?.path.slice(list.length + 3) ?? "item";
};

function startOperand(kind: Kind, all: readonly FieldInfo[], subject: Subject, op: Operator): Operand {
  const list = all.find(({ type }) => type === "list")?.path ?? "input.list";
  const alike = all.find(({ type }) => subject === undefined || type === subject.type) ?? all[0];
  const date = all.find(({ type }) => type === "date" || type === "date_time")?.path ?? "input.date";
  switch (kind) {
    case "value":
      return { value: startValue(op, subject) };
    case "field":
      return { field: alike?.path ?? "input.field" };
    case "count":
      return { count: list };
    case "age":
      return { ageInYears: { field: date } };
    case "days":
      return { daysSince: { field: date } };
    case "formula":
      return { formula: { op: "value", value: 0 } };
    default:
      return { aggregate: kind, list, of: firstOf(list, all) };
  }
}
