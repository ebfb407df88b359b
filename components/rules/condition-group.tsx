import { Button, Select } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import type { Condition } from "@/server/rules/core/ast";
import css from "./condition.module.css";
import { type PartProps, useConditionDesk } from "./condition-desk";
import { ConditionFrame } from "./condition-frame";
import { changeAt, freshCopy, insertAt, partOfCondition } from "./condition-moves";
import type { GroupTree, Tree } from "./condition-tree";
import { fieldsFor, startListTest, startTest } from "./tests";

const GROUPS = [
  { value: "all", label: "all of these" },
  { value: "any", label: "any of these" },
  { value: "none", label: "none of these" },
];

interface GroupProps extends PartProps<GroupTree> {
  /** It has no handle of its own: the outermost one, and what is asked of the entries of a list. */
  isFixed?: boolean;
}

/** Conditions of which all, any or none must hold, with a bar in the colour of that word. */
export function ConditionGroup(props: GroupProps) {
  const { tree, place, name, path } = props;
  const desk = useConditionDesk();
  const label = name ? `Group ${name}` : "Conditions";
  const head = (
    <>
      <Select
        size="xs"
        variant="unstyled"
        className={css.groupWord ?? ""}
        data-op={tree.op}
        aria-label={name ? `Group ${name} holds when` : "It holds when"}
        allowDeselect={false}
        data={GROUPS}
        value={tree.op}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
        onChange={(op) => op && desk.change(changeHere(props, desk.root, { op: op as GroupTree["op"] }))}
      />
      <span className={css.word}>{tree.op === "all" ? "are" : "is"} true</span>
    </>
  );
  const body = (
    <fieldset className={css.group} data-op={tree.op} aria-label={label}>
      {props.isFixed && <div className={css.head}>{head}</div>}
      {tree.of.map((part, i) => (
        <desk.Part
          // Ids may stand twice in what was written by hand.
          key={tree.of.findIndex(({ id }) => id === part.id) === i ? part.id : `${part.id} ${i}`}
          tree={part}
          place={[...place, i]}
          name={name ? `${name}.${i + 1}` : String(i + 1)}
          list={props.list}
          path={tree.isImplied && tree.of.length === 1 ? path : [path, `of.${i}`].filter(Boolean).join(".")}
        />
      ))}
      <AddBar {...props} />
    </fieldset>
  );
  if (props.isFixed) return body;
  return (
    <ConditionFrame {...props} problems={[]} below={body}>
      <div className={css.head}>{head}</div>
    </ConditionFrame>
  );
}

/** Of a test over a list the group stands in the list's own place. */
const changeHere = ({ place, isFixed }: GroupProps, root: GroupTree, by: Partial<GroupTree>): GroupTree =>
  changeAt(
    root,
    place,
    (part): Tree =>
      part.kind === "list" && isFixed
        ? { ...part, where: { ...part.where, ...by } }
        : ({ ...part, ...by } as Tree),
  );

function AddBar({ tree, place, name, list }: GroupProps) {
  const desk = useConditionDesk();
  const known = fieldsFor(desk.fields, list);
  const lists = known.filter(({ type }) => type === "list");
  const add = (condition: Condition) => {
    const part = freshCopy(desk.root, partOfCondition(condition));
    desk.change(insertAt(desk.root, place, tree.of.length, part), part.id, "field", "Add a condition");
  };
  const to = name ? ` in group ${name}` : "";
  return (
    <div className={css.add}>
      <AddButton label={`Condition${to}`} words="Condition" onClick={() => add(startTest("new", known))} />
      <AddButton
        label={`Group${to}`}
        words="Group"
        onClick={() =>
          add({ id: "new", op: tree.op === "all" ? "any" : "all", of: [startTest("first", known)] })
        }
      />
      {lists[0] && (
        <AddButton
          label={`Over a list${to}`}
          words="Over a list"
          icon={<IconUsers size={13} aria-hidden />}
          onClick={() => add(startListTest("new", lists[0]!.path, desk.fields))}
        />
      )}
      {lists[0] && !name && <span className={css.hint}>owners, documents, hits …</span>}
    </div>
  );
}

const AddButton = ({
  label,
  words,
  icon = <IconPlus size={12} aria-hidden />,
  onClick,
}: {
  label: string;
  words: string;
  icon?: React.ReactNode;
  onClick: () => void;
}) => (
  <Button
    size="compact-xs"
    variant="subtle"
    leftSection={icon}
    aria-label={`Add: ${label}`}
    onClick={onClick}
  >
    {words}
  </Button>
);
