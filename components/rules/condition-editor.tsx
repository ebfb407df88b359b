"use client";

import { ActionIcon, Button, Menu, NumberInput, Select } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Condition } from "@/server/rules/core/ast";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import {
  type GroupCondition,
  isGroup,
  isListCondition,
  type ListCondition,
} from "@/server/rules/core/layout";
import { absolutePath } from "@/server/rules/core/sentences";
import css from "./condition.module.css";
import { FieldSelect } from "./field-select";
import { OperandEditor } from "./operand-editor";
import {
  copyOf,
  fieldsFor,
  freeId,
  type Operator,
  operatorsFor,
  operatorWords,
  startListTest,
  startTest,
  subjectOf,
  type Test,
  withLeft,
  withOperator,
} from "./tests";

interface ConditionEditorProps {
  label: string;
  condition: Condition;
  fields: FieldCatalogue;
  onChange: (condition: Condition) => void;
}

interface PartProps {
  condition: Condition;
  /** “2.1”: where it stands, for ears and for the eye. */
  name: string;
  /** The list whose elements are tested here. */
  list: string | undefined;
  shared: { fields: FieldCatalogue; root: Condition };
  onChange: (condition: Condition) => void;
  /** Takes it away; absent where something must stand. */
  onRemove: (() => void) | undefined;
  /** Puts a copy behind it. */
  onCopy: (() => void) | undefined;
}

/** A condition as rows that read as sentences: groups in groups, tests of values, tests over lists. */
export function ConditionEditor({ label, condition, fields, onChange }: ConditionEditorProps) {
  // A single test stands in a group of its own, so that another can be put beside it.
  const root = useMemo<GroupCondition>(
    () => (isGroup(condition) ? condition : { id: freeId(condition), op: "all", of: [condition] }),
    [condition],
  );
  return (
    <section className={css.editor} aria-label={label}>
      <Group
        group={root}
        name=""
        list={undefined}
        shared={{ fields, root }}
        onChange={(next) => {
          const [only] = next.of;
          // As it was: a group that nobody asked for is not stored.
          onChange(!isGroup(condition) && next.of.length === 1 && next.op === "all" && only ? only : next);
        }}
        onRemove={undefined}
        onCopy={undefined}
      />
    </section>
  );
}

function Part(props: PartProps) {
  const { condition } = props;
  if (isGroup(condition)) return <Group {...props} group={condition} />;
  if (isListCondition(condition)) return <ListTest {...props} condition={condition} />;
  return <TestRow {...props} condition={condition} />;
}

const GROUPS = [
  { value: "all", label: "all of these" },
  { value: "any", label: "any of these" },
  { value: "none", label: "none of these" },
];

function Group({
  group,
  name,
  list,
  shared,
  onChange,
  onRemove,
  onCopy,
}: Omit<PartProps, "condition" | "onChange"> & {
  group: GroupCondition;
  onChange: (group: GroupCondition) => void;
}) {
  const { fields, root } = shared;
  const known = fieldsFor(fields, list);
  const lists = known.filter(({ type }) => type === "list");
  // Under ids that nothing else in the condition has.
  const add = (part: Condition) => onChange({ ...group, of: [...group.of, copyOf(part, root)] });
  return (
    <fieldset className={css.group} data-op={group.op} aria-label={name ? `Group ${name}` : "Conditions"}>
      <div className={css.head}>
        <Select
          size="xs"
          w={130}
          aria-label={name ? `Group ${name} holds when` : "It holds when"}
          allowDeselect={false}
          data={GROUPS}
          value={group.op}
          onChange={(op) => op && onChange({ ...group, op: op as GroupCondition["op"] })}
        />
        <span className={css.word}>{group.op === "all" ? "are" : "is"} true</span>
        {onRemove && <More name={`group ${name}`} onRemove={onRemove} onCopy={onCopy} />}
      </div>
      {group.of.map((part, i) => (
        <Part
          key={part.id}
          condition={part}
          name={name ? `${name}.${i + 1}` : String(i + 1)}
          list={list}
          shared={shared}
          onChange={(next) => onChange({ ...group, of: group.of.with(i, next) })}
          onRemove={
            group.of.length > 1 ? () => onChange({ ...group, of: group.of.toSpliced(i, 1) }) : undefined
          }
          onCopy={() => onChange({ ...group, of: group.of.toSpliced(i + 1, 0, copyOf(part, root)) })}
        />
      ))}
      <div className={css.add}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => add(startTest("new", known))}
        >
          Condition
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() =>
            add({ id: "new", op: group.op === "all" ? "any" : "all", of: [startTest("first", known)] })
          }
        >
          Group
        </Button>
        {lists[0] && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} aria-hidden />}
            onClick={() => add(startListTest("new", lists[0]!.path, fields))}
          >
            Over a list
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function TestRow({
  condition,
  name,
  list,
  shared,
  onChange,
  onRemove,
  onCopy,
}: Omit<PartProps, "condition"> & { condition: Test }) {
  const { fields } = shared;
  const subject = subjectOf(condition.left, fields, list);
  const offered = operatorsFor(subject);
  const operators: readonly Operator[] = offered.includes(condition.op)
    ? offered
    : [condition.op, ...offered];
  const side = (label: string, key: "right" | "low" | "high") => {
    const operand = key in condition ? condition[key as never] : undefined;
    return (
      operand !== undefined && (
        <OperandEditor
          label={`Condition ${name}: ${label}`}
          operand={operand}
          fields={fields}
          list={list}
          subject={subject}
          operator={condition.op}
          onChange={(next) => onChange({ ...condition, [key]: next } as Condition)}
        />
      )
    );
  };
  return (
    <fieldset className={css.row} aria-label={`Condition ${name}`}>
      <OperandEditor
        label={`Condition ${name}: what is tested`}
        operand={condition.left}
        fields={fields}
        list={list}
        subject={undefined}
        isLeft
        onChange={(left) => onChange(withLeft(condition, left, fields, list))}
      />
      <Select
        size="xs"
        w={150}
        aria-label={`Condition ${name}: how`}
        allowDeselect={false}
        data={operators.map((op) => ({ value: op, label: operatorWords(op) }))}
        value={condition.op}
        comboboxProps={{ width: "max-content" }}
        onChange={(op) => op && onChange(withOperator(condition, op as Operator, subject))}
      />
      {side("value", "right")}
      {condition.op === "similar_to" && (
        <NumberInput
          size="xs"
          w={110}
          aria-label={`Condition ${name}: how alike, of 100`}
          prefix="at least "
          min={1}
          max={100}
          allowDecimal={false}
          value={condition.atLeast}
          onChange={(atLeast) => typeof atLeast === "number" && onChange({ ...condition, atLeast })}
        />
      )}
      {side("from", "low")}
      {condition.op === "between" && <span className={css.word}>and</span>}
      {side("to", "high")}
      <More name={`condition ${name}`} onRemove={onRemove} onCopy={onCopy} />
    </fieldset>
  );
}

const QUANTIFIERS = [
  { value: "some", label: "there is an entry in" },
  { value: "every", label: "every entry in" },
  { value: "no", label: "there is no entry in" },
  { value: "at_least", label: "at least so many in" },
  { value: "exactly", label: "exactly so many in" },
];

function ListTest({
  condition,
  name,
  list,
  shared,
  onChange,
  onRemove,
  onCopy,
}: Omit<PartProps, "condition"> & { condition: ListCondition }) {
  const { fields } = shared;
  const lists = fieldsFor(fields, list).filter(({ type }) => type === "list");
  const counts = condition.op === "at_least" || condition.op === "exactly";
  const over = absolutePath(condition.list, list);
  const inner = condition.where;
  const group: GroupCondition = isGroup(inner) ? inner : { id: `${condition.id}g`, op: "all", of: [inner] };
  return (
    <fieldset className={css.over} aria-label={`Condition ${name}`}>
      <div className={css.head}>
        <Select
          size="xs"
          w={170}
          aria-label={`Condition ${name}: how many`}
          allowDeselect={false}
          data={QUANTIFIERS}
          value={condition.op}
          onChange={(op) => {
            if (!op) return;
            const { n, ...rest } = condition;
            const withN = op === "at_least" || op === "exactly" ? { n: n ?? 1 } : {};
            onChange({ ...rest, ...withN, op: op as ListCondition["op"] });
          }}
        />
        {counts && (
          <NumberInput
            size="xs"
            w={64}
            aria-label={`Condition ${name}: number`}
            min={0}
            max={10_000}
            allowDecimal={false}
            value={condition.n ?? 1}
            onChange={(n) => typeof n === "number" && onChange({ ...condition, n })}
          />
        )}
        <FieldSelect
          label={`Condition ${name}: list`}
          fields={lists}
          value={condition.list}
          onChange={(next) => onChange(startOver(condition, next, list, fields))}
        />
        <span className={css.word}>where</span>
        <More name={`condition ${name}`} onRemove={onRemove} onCopy={onCopy} />
      </div>
      <Group
        group={group}
        name={`${name} each`}
        list={over}
        shared={shared}
        onChange={(next) => {
          const [only] = next.of;
          const isPlain = !isGroup(inner) && next.of.length === 1 && next.op === "all" && only;
          onChange({ ...condition, where: isPlain ? only : next });
        }}
        onRemove={undefined}
        onCopy={undefined}
      />
    </fieldset>
  );
}

/** Another list has other fields: what was asked of the elements begins anew. */
function startOver(
  condition: ListCondition,
  path: string,
  list: string | undefined,
  fields: FieldCatalogue,
): Condition {
  const known = fieldsFor(fields, absolutePath(path, list));
  return { ...condition, list: path, where: startTest(condition.where.id, known) };
}

function More({
  name,
  onRemove,
  onCopy,
}: {
  name: string;
  onRemove: (() => void) | undefined;
  onCopy: (() => void) | undefined;
}) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={css.more ?? ""} variant="subtle" color="gray" aria-label={`More for ${name}`}>
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onCopy && <Menu.Item onClick={onCopy}>Duplicate</Menu.Item>}
        <Menu.Item color="red" disabled={!onRemove} onClick={onRemove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
