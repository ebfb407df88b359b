import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsExchange, IconX } from "@tabler/icons-react";
import { useContext, useMemo } from "react";
import type { Operand } from "@/server/rules/core/ast";
import type { FieldCatalogue, FieldInfo } from "@/server/rules/core/fields";
import { absolutePath } from "@/server/rules/core/sentences";
import css from "./condition.module.css";
import { WhereEditorContext } from "./condition-desk";
import { FieldSelect } from "./field-select";
import { FormulaInput } from "./formula-input";
import { dateOf, firstOf, type Kind, kindOf, kindTitles, ofDate, startOperand } from "./operands";
import { fieldsFor, type Operator, type Subject, startTest } from "./tests";
import { ValueInput } from "./value-input";
import { WordSelect } from "./word-select";

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
  const all = useMemo(() => fieldsFor(fields, list), [fields, list]);
  const kinds = useMemo(() => kindsAmong(all).filter((one) => !(isLeft && one === "value")), [all, isLeft]);
  const begin = (next: string) => {
    if (next !== kind) onChange(startOperand(next as Kind, all, subject, operator));
  };
  const choices = kinds.map((value) => ({ value, label: kindTitles[value] }));
  // A field that is tested, and a value it is compared with, are what one expects, and need no word.
  const isPlain = kind === "value" || (kind === "field" && isLeft);
  return (
    <span className={css.operand} data-kind={kind}>
      {!isPlain && kind !== "field" && (
        <WordSelect label={`${label}: what it is`} data={choices} value={kind} onChange={begin} />
      )}
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
          more={isLeft ? choices.filter(({ value }) => value !== "field") : []}
          onMore={begin}
          onChange={(field) => onChange({ field })}
        />
      )}
      {"field" in operand && operand.default !== undefined && (
        <Default {...props} operand={operand} all={all} />
      )}
      {("count" in operand || "aggregate" in operand) && (
        <ListPart {...{ operand, all, label, fields, list, onChange }} />
      )}
      {(kind === "age" || kind === "days" || kind === "until") && (
        <FieldSelect
          label={label}
          fields={all.filter(({ type }) => type === "date" || type === "date_time" || type === "any")}
          value={dateOf(operand) ?? ""}
          onChange={(field) => onChange(ofDate(kind, field))}
        />
      )}
      {"formula" in operand && kind === "formula" && (
        <FormulaInput
          label={label}
          formula={operand.formula}
          fields={fields}
          list={list}
          onChange={(formula) => onChange({ formula })}
        />
      )}
      {!isLeft && (kind === "value" || kind === "field") && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              className={css.swap ?? ""}
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`${label}: compare with something else`}
            >
              <IconArrowsExchange size={13} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Compare with</Menu.Label>
            {choices.map((one) => (
              <Menu.Item key={one.value} disabled={one.value === kind} onClick={() => begin(one.value)}>
                {one.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

/** Only what there is something for: without a list nothing is counted, without a date there is no age. */
function kindsAmong(all: readonly FieldInfo[]): Kind[] {
  const hasList = all.some(({ type }) => type === "list");
  const hasDate = all.some(({ type }) => type === "date" || type === "date_time");
  return (Object.keys(kindTitles) as Kind[]).filter((kind) =>
    ["count", "sum", "min", "max", "average", "distinct"].includes(kind)
      ? hasList
      : ["age", "days", "until"].includes(kind)
        ? hasDate
        : true,
  );
}

/** What is taken when the field has no value. */
function Default({
  label,
  operand,
  all,
  subject: beside,
  onChange,
}: OperandEditorProps & { operand: Extract<Operand, { field: string }>; all: readonly FieldInfo[] }) {
  const subject = all.find(({ path }) => path === operand.field) ?? beside;
  return (
    <span className={css.pair}>
      <span className={css.word}>(or</span>
      <ValueInput
        label={`${label}: when it is missing`}
        value={operand.default ?? 0}
        subject={subject}
        onChange={(value) => onChange({ ...operand, default: value })}
      />
      <span className={css.word}>when missing)</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`${label}: nothing when it is missing`}
        onClick={() => onChange({ field: operand.field })}
      >
        <IconX size={12} aria-hidden />
      </ActionIcon>
    </span>
  );
}

type ListOperand = Extract<Operand, { count: string } | { aggregate: string }>;

function ListPart({
  operand,
  all,
  label,
  fields,
  list,
  onChange,
}: Pick<OperandEditorProps, "label" | "fields" | "list" | "onChange"> & {
  operand: ListOperand;
  all: readonly FieldInfo[];
}) {
  const lists = all.filter(({ type }) => type === "list");
  const over = "count" in operand ? operand.count : operand.list;
  return (
    <>
      {"aggregate" in operand && (
        <>
          <FieldSelect
            label={`${label}: value`}
            fields={valuesIn(operand.list, all)}
            value={operand.of}
            onChange={(of) => onChange({ ...operand, of })}
          />
          <span className={css.word}>in</span>
        </>
      )}
      <FieldSelect
        label={"count" in operand ? label : `${label}: list`}
        fields={lists}
        value={over}
        onChange={(next) =>
          onChange(
            "count" in operand
              ? { count: next }
              : { aggregate: operand.aggregate, list: next, of: firstOf(next, all) },
          )
        }
      />
      <Where {...{ operand, label, fields, onChange }} over={absolutePath(over, list)} />
    </>
  );
}

const valuesIn = (list: string, all: readonly FieldInfo[]): FieldInfo[] => {
  const under = `${list}[].`;
  return all
    .filter(({ path, type }) => path.startsWith(under) && type !== "object")
    .map((field) => ({ ...field, path: field.path.slice(under.length) }));
};

/** Which entries count. */
function Where({
  operand,
  label,
  fields,
  over,
  onChange,
}: Pick<OperandEditorProps, "label" | "fields" | "onChange"> & { operand: ListOperand; over: string }) {
  const Editor = useContext(WhereEditorContext);
  if (!Editor) return null;
  const { where, ...rest } = operand;
  if (where === undefined)
    return (
      <button
        type="button"
        className={css.link}
        aria-label={`${label}: only some entries`}
        onClick={() => onChange({ ...rest, where: startTest("w1", fieldsFor(fields, over)) } as ListOperand)}
      >
        only those where …
      </button>
    );
  return (
    <span className={css.where}>
      <span className={css.word}>where</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`${label}: all entries`}
        onClick={() => onChange(rest as ListOperand)}
      >
        <IconX size={12} aria-hidden />
      </ActionIcon>
      <Editor
        label={label}
        condition={where}
        fields={fields}
        list={over}
        isInside
        onChange={(next) => onChange({ ...rest, where: next } as ListOperand)}
      />
    </span>
  );
}
