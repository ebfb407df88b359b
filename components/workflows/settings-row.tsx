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
import type { ReactNode } from "react";
import css from "./settings-rows.module.css";
import type { Summary } from "./settings-summary";

interface SettingsRowProps {
  name: string;
  settingKey: string;
  summary: Summary;
  isOpen: boolean;
  isFaulty: boolean;
  mayCopy: boolean;
  mayDisable: boolean;
  /** Something is being dragged here. */
  isOver: boolean;
  onOpen: () => void;
  onMove: (by: number) => void;
  onDrag: (is: boolean) => void;
  onOver: () => void;
  onDrop: () => void;
  onCopy: () => void;
  onDisable: () => void;
  onRemove: () => void;
  children: ReactNode;
}

/** One element of a list: its sentence, and its fields when it is open. */
export function SettingsRow(props: SettingsRowProps) {
  const { name, summary, isOpen } = props;
  const { code, title, text, isOff } = summary;
  return (
    <li
      className={css.row}
      data-open={isOpen || undefined}
      data-over={props.isOver || undefined}
      data-off={isOff || undefined}
      data-setting={props.settingKey}
      onDragOver={(event) => {
        event.preventDefault();
        props.onOver();
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
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
            props.onDrag(true);
          }}
          onDragEnd={() => props.onDrag(false)}
          onKeyDown={(event) => {
            const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            props.onMove(by);
          }}
        >
          <IconGripVertical size={15} aria-hidden />
        </span>
        <UnstyledButton className={css.open ?? ""} aria-expanded={isOpen} onClick={props.onOpen}>
          <IconChevronRight size={14} className={css.chevron} aria-hidden />
          <span className={css.said}>
            <span className={css.title}>
              {code && <code>{code}</code>} {title ?? (code ? "" : name)}
              {isOff && <span className={css.off}> not evaluated</span>}
              {props.isFaulty && (
                <IconAlertTriangle size={14} className={css.faulty} aria-label="Something is wrong in it" />
              )}
            </span>
            {text !== "" && <span className={css.text}>{text}</span>}
          </span>
        </UnstyledButton>
        <span className={css.acts}>
          {props.mayDisable && (
            <Act
              label={isOff ? `Evaluate ${name} again` : `Do not evaluate ${name}`}
              icon={isOff ? IconPlayerPlay : IconPlayerPause}
              onClick={props.onDisable}
            />
          )}
          {props.mayCopy && <Act label={`Duplicate ${name}`} icon={IconCopy} onClick={props.onCopy} />}
          <Act label={`Remove ${name}`} icon={IconTrash} onClick={props.onRemove} />
        </span>
      </div>
      {isOpen && <div className={css.body}>{props.children}</div>}
    </li>
  );
}

const Act = ({ label, icon: Icon, onClick }: { label: string; icon: TablerIcon; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onClick}>
    <Icon size={15} aria-hidden />
  </ActionIcon>
);
