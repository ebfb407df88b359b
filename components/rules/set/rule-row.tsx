import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconDots, IconGripVertical } from "@tabler/icons-react";
import { memo, useMemo } from "react";
import { Kbd } from "@/components/ui/kbd";
import { StatusChip } from "@/components/ui/status-chip";
import type { Rule } from "@/server/rules/core/ast";
import type { RuleReading } from "@/server/rules/core/explain";
import { conditionText } from "@/server/rules/core/sentences";
import { asSentence, type Words } from "@/server/rules/core/words";
import { ConditionMark } from "../condition-mark";
import type { Names } from "./names";
import css from "./rule-set.module.css";

export type RuleAct = "duplicate" | "leave-out" | "copy" | "remove" | "up" | "down" | "paste";

/** The same functions for all rows as long as the list is shown. */
export interface RuleActs {
  open(i: number): void;
  act(act: RuleAct, i: number): void;
  drag(i: number | undefined): void;
  over(i: number): void;
  drop(i: number): void;
}

interface RuleRowProps {
  i: number;
  rule: Rule;
  words: Words;
  outcomes: Names["outcomes"];
  status: RuleReading["status"] | undefined;
  isOpen: boolean;
  isFaulty: boolean;
  isOver: boolean;
  isReadOnly: boolean;
  acts: RuleActs;
}

/** One rule in a line or three: its code and name, when it holds, what follows, whether it fires for the record. */
export const RuleRow = memo(function RuleRow(props: RuleRowProps) {
  const { i, rule, words, acts } = props;
  const said = useMemo(() => asSentence(conditionText(rule.when, words)), [rule.when, words]);
  const outcome = props.outcomes.find(({ key }) => key === rule.outcome);
  const lacksReason = outcome?.isNegative && rule.enabled && rule.reasonCode === undefined;
  const name = `rule ${rule.code}`;
  return (
    <li
      className={css.row}
      data-rule={i}
      data-setting={`rules.${i}`}
      data-open={props.isOpen || undefined}
      data-off={!rule.enabled || undefined}
      data-over={props.isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        acts.over(i);
      }}
      onDrop={(event) => {
        event.preventDefault();
        acts.drop(i);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: Firefox drags no button. */}
      <span
        className={css.handle}
        role="button"
        tabIndex={0}
        draggable={!props.isReadOnly}
        data-rule-handle
        aria-label={`Move ${name}: arrow up and down, or drag`}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", rule.code);
          acts.drag(i);
        }}
        onDragEnd={() => acts.drag(undefined)}
        onKeyDown={(event) => {
          const mod = event.ctrlKey || event.metaKey;
          const act = (mod ? modKeys : keys)[event.key.toLowerCase()];
          if (!act) return;
          event.preventDefault();
          event.stopPropagation();
          acts.act(act, i);
        }}
      >
        <IconGripVertical size={14} aria-hidden />
      </span>
      <UnstyledButton className={css.open ?? ""} aria-current={props.isOpen} onClick={() => acts.open(i)}>
        <span className={css.title}>
          <code>{rule.code}</code> {rule.title}
        </span>
        <span className={css.when}>{said}</span>
        <span className={css.effects}>
          {!rule.enabled && <span className={css.off}>left out</span>}
          {outcome && <StatusChip tone={outcome.tone}>{outcome.title}</StatusChip>}
          {rule.points !== undefined && (
            <span>
              {rule.points > 0 ? "+" : ""}
              {rule.points}
            </span>
          )}
          {rule.reasonCode && <code>{rule.reasonCode}</code>}
          {rule.queue && <span>→ {words.queues?.[rule.queue] ?? rule.queue}</span>}
          {(rule.require?.length ?? 0) > 0 && <span>asks for {rule.require?.length}</span>}
          {lacksReason && (
            <span className={css.off}>
              <IconAlertTriangle size={12} aria-hidden /> declines without a reason
            </span>
          )}
          {props.isFaulty && !lacksReason && (
            <IconAlertTriangle
              size={14}
              className={css.faulty}
              role="img"
              aria-label="Something is wrong in it"
            />
          )}
        </span>
      </UnstyledButton>
      {props.status && statusLook[props.status] && <ConditionMark look={statusLook[props.status]!} />}
      {!props.isReadOnly && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
              <IconDots size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Item act="duplicate" keys="mod+d" {...{ acts, i }} label="Duplicate" />
            <Item
              act="leave-out"
              keys="mod+/"
              {...{ acts, i }}
              label={rule.enabled ? "Leave it out" : "Take it in again"}
            />
            <Item act="copy" keys="mod+c" {...{ acts, i }} label="Copy" />
            <Item act="paste" keys="mod+v" {...{ acts, i }} label="Paste rules below" />
            <Item act="up" keys="arrowup" {...{ acts, i }} label="Move up" />
            <Item act="down" keys="arrowdown" {...{ acts, i }} label="Move down" />
            <Item act="remove" keys="delete" {...{ acts, i }} label="Remove" />
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
});

const keys: { readonly [key: string]: RuleAct } = { arrowup: "up", arrowdown: "down", delete: "remove" };
const modKeys: { readonly [key: string]: RuleAct } = {
  ...{ arrowup: "up", arrowdown: "down", d: "duplicate", c: "copy", v: "paste", "/": "leave-out" },
};

const statusLook: {
  readonly [status in RuleReading["status"]]?: { result: true | false | "unknown"; told: string };
} = {
  fired: { result: true, told: "" },
  not_fired: { result: false, told: "" },
  unknown: { result: "unknown", told: "" },
};

const Item = ({
  act,
  keys,
  acts,
  i,
  label,
}: {
  act: RuleAct;
  keys: string;
  acts: RuleActs;
  i: number;
  label: string;
}) => (
  <Menu.Item
    {...(act === "remove" && { color: "red" })}
    rightSection={<Kbd keys={keys} />}
    onClick={() => acts.act(act, i)}
  >
    {label}
  </Menu.Item>
);
