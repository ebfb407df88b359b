import { Menu, NumberInput } from "@mantine/core";
import { useContext } from "react";
import type { Condition, Operand } from "@/server/rules/core/ast";
import { askedOf } from "@/server/rules/core/list-kinds";
import { absolutePath } from "@/server/rules/core/sentences";
import css from "./condition.module.css";
import { type PartProps, useConditionDesk } from "./condition-desk";
import { ConditionFrame } from "./condition-frame";
import { changeAt } from "./condition-moves";
import type { TestTree } from "./condition-tree";
import { FieldPlaceContext } from "./field-place";
import { type NamedList, NamedListsContext } from "./named-lists";
import { OperandEditor } from "./operand-editor";
import {
  LIST_OPERATORS,
  mayBeListed,
  type Operator,
  operatorsFor,
  operatorWords,
  type Subject,
  startValue,
  subjectOf,
  type Test,
  withLeft,
  withOperator,
} from "./tests";
import { WordSelect } from "./word-select";

/** From how many on missing values are worth a warning. */
const MANY_MISSING = 0.1;

/** One test, read from left to right: what is tested, how, and against what. */
export function ConditionRow(props: PartProps<TestTree>) {
  const { tree, place, name, list, path } = props;
  const { test } = tree;
  const desk = useConditionDesk();
  const { fields } = desk;
  const fieldPlace = useContext(FieldPlaceContext);
  const subject = subjectOf(test.left, fields, list);
  const set = (next: Condition) =>
    desk.change(changeAt(desk.root, place, (part) => ({ ...part, test: next as Test }) as TestTree));
  const lists = useContext(NamedListsContext);
  const listed = lists.length > 0 && mayBeListed(subject) ? LIST_OPERATORS : [];
  const offered = [...operatorsFor(subject), ...listed];
  const operators: readonly Operator[] = offered.includes(test.op) ? offered : [test.op, ...offered];
  const side = (label: string, key: "right" | "low" | "high") => {
    const operand = key in test ? (test[key as never] as Operand) : undefined;
    return (
      operand !== undefined && (
        <OperandEditor
          label={`Condition ${name}: ${label}`}
          operand={operand}
          fields={fields}
          list={list}
          subject={subject}
          operator={test.op}
          onChange={(next) => set({ ...test, [key]: next } as Condition)}
        />
      )
    );
  };
  const field = "field" in test.left ? absolutePath(test.left.field, list) : undefined;
  const absent = field === undefined ? undefined : fieldPlace?.missing?.(field);
  const share = absent && absent.of > 0 ? absent.missing / absent.of : 0;
  // A field that reads nothing here says so itself, where it is chosen.
  const own = desk.problems.filter(
    (problem) =>
      (problem.path === path || problem.path.startsWith(path === "" ? "" : `${path}.`)) &&
      !(problem.code === "unknown_field" && fieldPlace && problem.instead === undefined),
  );
  return (
    <fieldset className={css.row} aria-label={`Condition ${name}`}>
      <ConditionFrame
        {...props}
        problems={own}
        acts={<TestActs test={test} subject={subject} onChange={set} />}
      >
        <OperandEditor
          label={`Condition ${name}: what is tested`}
          operand={test.left}
          fields={fields}
          list={list}
          subject={subject}
          isLeft
          onChange={(left) => set(withOff(test, withLeft(test, left, fields, list)))}
        />
        <WordSelect
          label={`Condition ${name}: how`}
          data={operators.map((op) => ({ value: op, label: operatorWords(op) }))}
          value={test.op}
          onChange={(op) =>
            set(withOff(test, withList(withOperator(test, op as Operator, subject), lists, subject)))
          }
        />
        {test.op === "between" ? (
          <>
            <Edge
              label={`Condition ${name}: from, how`}
              words={["at least", "more than"]}
              isOpen={test.openLow === true}
              onChange={(isOpen) => set(withEdge(test, "openLow", isOpen))}
            />
            {side("from", "low")}
            <Edge
              label={`Condition ${name}: to, how`}
              words={["and at most", "and less than"]}
              isOpen={test.openHigh === true}
              onChange={(isOpen) => set(withEdge(test, "openHigh", isOpen))}
            />
            {side("to", "high")}
          </>
        ) : (
          side("value", "right")
        )}
        {"listKey" in test && (
          <WordSelect
            label={`Condition ${name}: list`}
            data={listChoices(lists, test.listKey)}
            value={test.listKey}
            onChange={(listKey) => set({ ...test, listKey })}
          />
        )}
        {test.op === "similar_to" && (
          <span className={css.pair}>
            <span className={css.word}>to at least</span>
            <NumberInput
              size="xs"
              w={64}
              classNames={{ input: css.value ?? "" }}
              aria-label={`Condition ${name}: how alike, of 100`}
              min={1}
              max={100}
              allowDecimal={false}
              hideControls
              value={test.atLeast}
              onChange={(atLeast) => typeof atLeast === "number" && set({ ...test, atLeast })}
            />
            <span className={css.word}>of 100</span>
          </span>
        )}
        {"ignoreCase" in test && test.ignoreCase && (
          <span className={css.word}>(large and small letters alike)</span>
        )}
        {absent && share > 0 && test.op !== "is_missing" && test.op !== "is_present" && (
          <span className={css.missing} data-many={share >= MANY_MISSING || undefined}>
            missing in {absent.missing} of {absent.of} tests
          </span>
        )}
      </ConditionFrame>
    </fieldset>
  );
}

/** A list to begin with: the first that holds what is asked. */
function withList(test: Test, lists: readonly NamedList[], subject: Subject): Test {
  if (!("listKey" in test) || test.listKey !== "") return test;
  const wanted = subject?.type === "number" ? "number" : "text";
  const first = lists.find((list) => askedOf(list) === wanted) ?? lists[0];
  return { ...test, listKey: first?.key ?? "list" };
}

/** By their titles; one that is not there any more by its key. */
const listChoices = (lists: readonly NamedList[], key: string) => [
  ...(lists.some((list) => list.key === key) ? [] : [{ value: key, label: key }]),
  ...lists.map(({ key, title }) => ({ value: key, label: title })),
];

/** What is left out stays left out, whatever it is about now. */
const withOff = (before: Test, after: Test): Test => (before.off ? { ...after, off: true } : after);

type Between = Extract<Test, { op: "between" }>;

function withEdge(test: Between, key: "openLow" | "openHigh", isOpen: boolean): Between {
  const { [key]: _, ...rest } = test;
  return isOpen ? { ...rest, [key]: true } : rest;
}

const Edge = ({
  label,
  words,
  isOpen,
  onChange,
}: {
  label: string;
  words: [closed: string, open: string];
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
}) => (
  <WordSelect
    label={label}
    data={[
      { value: "closed", label: words[0] },
      { value: "open", label: words[1] },
    ]}
    value={isOpen ? "open" : "closed"}
    onChange={(next) => onChange(next === "open")}
  />
);

const LETTERS = new Set(["in", "not_in", "overlaps", "contains", "starts_with", "ends_with", "matches"]);

/** What a test can have beside its words: a value for when the field is missing, and letters that count alike. */
function TestActs({
  test,
  subject,
  onChange,
}: {
  test: Test;
  subject: Subject;
  onChange: (test: Test) => void;
}) {
  const { left } = test;
  const mayDefault = "field" in left && !["is_missing", "is_present"].includes(test.op);
  const isText = subject === undefined || subject.type === "text" || subject.type === "any";
  return (
    <>
      {mayDefault && left.default === undefined && (
        <Menu.Item
          onClick={() =>
            onChange({
              ...test,
              left: { ...left, default: subject?.type === "boolean" ? false : startValue("=", subject) },
            })
          }
        >
          Say what counts when it is missing
        </Menu.Item>
      )}
      {LETTERS.has(test.op) && isText && (
        <Menu.Item
          onClick={() => {
            const { ignoreCase, ...rest } = test as Test & { ignoreCase?: boolean };
            onChange((ignoreCase ? rest : { ...rest, ignoreCase: true }) as Test);
          }}
        >
          {"ignoreCase" in test && test.ignoreCase
            ? "Tell large and small letters apart"
            : "Large and small letters alike"}
        </Menu.Item>
      )}
      {(mayDefault || (LETTERS.has(test.op) && isText)) && <Menu.Divider />}
    </>
  );
}
