import { ActionIcon, UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconChevronRight,
  IconCopy,
  IconGripVertical,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import type { Words } from "@/server/rules/core/words";
import css from "./settings-rows.module.css";
import { summaryOf } from "./settings-summary";

/** What is done with a row, by its place; the same functions for all rows as long as the list is shown. */
export interface RowActs {
  open(i: number): void;
  move(i: number, by: number): void;
  drag(i: number | undefined): void;
  over(i: number): void;
  drop(i: number): void;
  copy(i: number): void;
  disable(i: number): void;
  remove(i: number): void;
}

interface SettingsRowProps {
  i: number;
  name: string;
  settingKey: string;
  element: unknown;
  words: Words;
  isOpen: boolean;
  isFaulty: boolean;
  mayCopy: boolean;
  mayDisable: boolean;
  /** Something is being dragged here. */
  isOver: boolean;
  acts: RowActs;
  /** Its fields, when it is open. */
  children?: ReactNode;
}

/** One element of a list: its sentence, and its fields when it is open. Of five hundred, one is drawn anew per key. */
export const SettingsRow = memo(function SettingsRow(props: SettingsRowProps) {
  const { i, name, acts, isOpen } = props;
  const { code, title, text, isOff } = summaryOf(props.element, props.words);
  return (
    <li
      className={css.row}
      data-open={isOpen || undefined}
      data-over={props.isOver || undefined}
      data-off={isOff || undefined}
      data-setting={props.settingKey}
      onDragOver={(event) => {
        event.preventDefault();
        acts.over(i);
      }}
      onDrop={(event) => {
        event.preventDefault();
        acts.drop(i);
      }}
    >
      <div className={css.head}>
        {/* biome-ignore lint/a11y/useSemanticElements: Firefox drags no button. */}
        <span
          className={css.handle}
          role="button"
          tabIndex={0}
          draggable
          data-handle
          aria-label={`Move ${name}: arrow up and down, or drag`}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", name);
            acts.drag(i);
          }}
          onDragEnd={() => acts.drag(undefined)}
          onKeyDown={(event) => {
            const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            acts.move(i, by);
          }}
        >
          <IconGripVertical size={15} aria-hidden />
        </span>
        <UnstyledButton className={css.open ?? ""} aria-expanded={isOpen} onClick={() => acts.open(i)}>
          <IconChevronRight size={14} className={css.chevron} aria-hidden />
          <span className={css.said}>
            <span className={css.title}>
              {code && <code>{code}</code>} {title ?? (code ? "" : name)}
              {isOff && <span className={css.off}> not in use</span>}
              {props.isFaulty && (
                <IconAlertTriangle
                  size={14}
                  className={css.faulty}
                  role="img"
                  aria-label="Something is wrong in it"
                />
              )}
            </span>
            {text !== "" && <span className={css.text}>{text}</span>}
          </span>
        </UnstyledButton>
        <span className={css.acts}>
          {props.mayDisable && (
            <Act
              label={isOff ? `Put ${name} in use again` : `Take ${name} out of use`}
              icon={isOff ? IconPlayerPlay : IconPlayerPause}
              onClick={() => acts.disable(i)}
            />
          )}
          {props.mayCopy && <Act label={`Duplicate ${name}`} icon={IconCopy} onClick={() => acts.copy(i)} />}
          <Act label={`Remove ${name}`} icon={IconTrash} onClick={() => acts.remove(i)} />
        </span>
      </div>
      {isOpen && <div className={css.body}>{props.children}</div>}
    </li>
  );
});

const Act = ({ label, icon: Icon, onClick }: { label: string; icon: TablerIcon; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onClick}>
    <Icon size={15} aria-hidden />
  </ActionIcon>
);
