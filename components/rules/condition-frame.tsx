import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconGripVertical } from "@tabler/icons-react";
import type { DragEvent, ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { RuleProblem } from "@/server/rules/core/check-operand";
import css from "./condition.module.css";
import { type DropPlace, type PartAct, type PartProps, useConditionDesk } from "./condition-desk";
import { ConditionMark } from "./condition-mark";
import { isLeftOut } from "./condition-tree";

interface FrameProps extends PartProps {
  children: ReactNode;
  /** What it holds, below it. */
  below?: ReactNode;
  /** More that can be done with it. */
  acts?: ReactNode;
  problems: readonly RuleProblem[];
}

/** What every part has: a handle, what it comes to for the record, what is wrong with it, and what can be done with it. */
export function ConditionFrame(props: FrameProps) {
  const { tree, place, name, children, below, acts, problems } = props;
  const desk = useConditionDesk();
  const look = desk.looks?.get(tree.id);
  const isOut = isLeftOut(tree);
  const title = tree.kind === "group" ? `group ${name}` : `condition ${name}`;
  const { over } = desk.drag;
  const edge = over?.at === tree.id ? over.edge : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only is where something is dropped; keys move parts too.
    <div
      className={css.part}
      data-part={tree.id}
      data-kind={tree.kind}
      data-out={isOut || undefined}
      data-drop={edge}
      data-setting={desk.settingKey && [desk.settingKey, props.path].filter(Boolean).join(".")}
      onDragOver={(event) => {
        const to = dropPlace(event, props);
        if (!desk.drag.from || !to) return;
        event.preventDefault();
        event.stopPropagation();
        if (over?.at !== to.at || over.edge !== to.edge) desk.setDrag({ from: desk.drag.from, over: to });
      }}
    >
      <div className={css.line}>
        {/* biome-ignore lint/a11y/useSemanticElements: Firefox drags no button. */}
        <span
          className={css.handle}
          role="button"
          tabIndex={0}
          draggable
          data-handle
          aria-label={`Move ${title}: drag it, or hold Ctrl with the arrow keys`}
          onDragStart={(event) => {
            event.stopPropagation();
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", title);
            desk.setDrag({ from: place, over: undefined });
          }}
          onDragEnd={() => desk.setDrag({ from: undefined, over: undefined })}
        >
          <IconGripVertical size={14} aria-hidden />
        </span>
        <div className={css.said}>
          {children}
          {isOut && <span className={css.out}>left out</span>}
        </div>
        {look && !isOut && <ConditionMark look={look} />}
        <PartMenu {...{ place, title, acts, isOut }} isGroup={tree.kind === "group"} />
      </div>
      {problems.map((problem) => (
        <p key={`${problem.path} ${problem.code}`} className={css.problem}>
          {problem.message}
          {problem.instead !== undefined && (
            <Button size="compact-xs" variant="subtle" onClick={() => desk.mend(problem)}>
              Use “{String(problem.instead)}”
            </Button>
          )}
        </p>
      ))}
      {below}
    </div>
  );
}

/** Above its middle before it, below its middle behind it; over a group's head into the group. */
function dropPlace(event: DragEvent<HTMLElement>, { tree, place }: PartProps): DropPlace | undefined {
  const index = place.at(-1);
  if (index === undefined) return undefined;
  const line = event.currentTarget.firstElementChild ?? event.currentTarget;
  const { top, height } = line.getBoundingClientRect();
  const parent = place.slice(0, -1);
  const y = event.clientY - top;
  if (tree.kind !== "test" && y > height * 0.4) return { parent: place, index: 0, at: tree.id, edge: "into" };
  return y < height / 2
    ? { parent, index, at: tree.id, edge: "before" }
    : { parent, index: index + 1, at: tree.id, edge: "after" };
}

const KEYS: { readonly [act in PartAct]: string } = {
  up: "mod+arrowup",
  down: "mod+arrowdown",
  out: "mod+arrowleft",
  in: "mod+arrowright",
  duplicate: "mod+D",
  wrap: "mod+G",
  unwrap: "mod+shift+G",
  "leave-out": "mod+/",
  copy: "mod+C",
  cut: "mod+X",
  paste: "mod+V",
  remove: "delete",
};

function PartMenu({
  place,
  title,
  acts,
  isGroup,
  isOut,
}: Pick<PartProps, "place"> & { title: string; acts: ReactNode; isGroup: boolean; isOut: boolean }) {
  const desk = useConditionDesk();
  const item = (act: PartAct, label: string, color?: string) => (
    <Menu.Item
      key={act}
      {...(color && { color })}
      disabled={!desk.may(act, place)}
      rightSection={<Kbd keys={KEYS[act]} />}
      onClick={() => desk.act(act, place)}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={css.more ?? ""} variant="subtle" color="gray" aria-label={`More for ${title}`}>
          <IconDots size={14} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts}
        {item("duplicate", "Duplicate")}
        {item("leave-out", isOut ? "Take it in again" : "Leave it out")}
        {item("wrap", "Put a group round it")}
        {isGroup && item("unwrap", "Take the group away, keep what is in it")}
        <Menu.Divider />
        {item("up", "Move up")}
        {item("down", "Move down")}
        {item("out", "Move out of its group")}
        {item("in", "Move into the group beside it")}
        <Menu.Divider />
        {item("copy", "Copy")}
        {item("cut", "Cut")}
        {item("paste", isGroup ? "Paste into it" : "Paste below")}
        {item("remove", "Remove", "red")}
      </Menu.Dropdown>
    </Menu>
  );
}
