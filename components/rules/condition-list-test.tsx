import { NumberInput } from "@mantine/core";
import { useMemo } from "react";
import { absolutePath } from "@/server/rules/core/sentences";
import css from "./condition.module.css";
import { type PartProps, useConditionDesk } from "./condition-desk";
import { ConditionFrame } from "./condition-frame";
import { ConditionGroup } from "./condition-group";
import { changeAt, partOfCondition } from "./condition-moves";
import type { GroupTree, ListTree } from "./condition-tree";
import { FieldSelect } from "./field-select";
import { fieldsFor, startTest } from "./tests";
import { WordSelect } from "./word-select";

const QUANTIFIERS = [
  { value: "some", label: "there is an entry in" },
  { value: "every", label: "every entry in" },
  { value: "no", label: "there is no entry in" },
  { value: "at_least", label: "there are at least" },
  { value: "exactly", label: "there are exactly" },
];

/** Of how many entries of a list something must be true: “at least 2 of the owners where …”. */
export function ConditionListTest(props: PartProps<ListTree>) {
  const { tree, place, name, list, path } = props;
  const desk = useConditionDesk();
  const lists = useMemo(
    () => fieldsFor(desk.fields, list).filter(({ type }) => type === "list"),
    [desk.fields, list],
  );
  const set = (by: Partial<ListTree>) =>
    desk.change(changeAt(desk.root, place, (part) => ({ ...(part as ListTree), ...by })));
  const counts = tree.op === "at_least" || tree.op === "exactly";
  const own = desk.problems.filter(
    (problem) => problem.path === at(path, "list") || problem.path === at(path, "n"),
  );
  return (
    <fieldset className={css.over} aria-label={`Condition ${name}`}>
      <ConditionFrame
        {...props}
        problems={own}
        below={
          <ConditionGroup
            tree={tree.where}
            place={place}
            name={`${name} each`}
            list={absolutePath(tree.list, list)}
            path={at(path, "where")}
            isFixed
          />
        }
      >
        <WordSelect
          label={`Condition ${name}: how many`}
          data={QUANTIFIERS}
          value={tree.op}
          onChange={(op) => {
            const { n, ...rest } = tree;
            const withN = op === "at_least" || op === "exactly" ? { n: n ?? 1 } : {};
            desk.change(changeAt(desk.root, place, () => ({ ...rest, ...withN, op: op as ListTree["op"] })));
          }}
        />
        {counts && (
          <>
            <NumberInput
              size="xs"
              w={64}
              classNames={{ input: css.value ?? "" }}
              aria-label={`Condition ${name}: number`}
              min={0}
              max={10_000}
              allowDecimal={false}
              hideControls
              value={tree.n ?? 1}
              onChange={(n) => typeof n === "number" && set({ n })}
            />
            <span className={css.word}>in</span>
          </>
        )}
        <FieldSelect
          label={`Condition ${name}: list`}
          fields={lists}
          value={tree.list}
          onChange={(next) => {
            // Another list has other fields: what was asked of its entries begins anew.
            const known = fieldsFor(desk.fields, absolutePath(next, list));
            const first = partOfCondition(startTest(`${tree.id}w`.slice(0, 64), known));
            set({ list: next, where: { ...tree.where, of: [first] } satisfies GroupTree });
          }}
        />
        <span className={css.word}>{tree.op === "every" ? "passes this:" : "where"}</span>
      </ConditionFrame>
    </fieldset>
  );
}

const at = (path: string, step: string) => (path === "" ? step : `${path}.${step}`);
