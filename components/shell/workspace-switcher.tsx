"use client";

import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import css from "./workspace-switcher.module.css";

export interface WorkspaceChoice {
  id: string;
  name: string;
  isSandbox: boolean;
}

interface WorkspaceSwitcherProps {
  current: WorkspaceChoice;
  choices: readonly WorkspaceChoice[];
  onSwitch: (id: string) => void;
}

/** A workspace called *Acme Sandbox* need not say it twice. */
const nameOf = ({ name, isSandbox }: WorkspaceChoice) =>
  (isSandbox && name.replace(/\s*\(?sandbox\)?$/i, "")) || name;

const kindOf = (workspace: WorkspaceChoice) => (workspace.isSandbox ? "Sandbox" : "Live");

/** Which workspace this is, and the way into the person's others. */
export function WorkspaceSwitcher({ current, choices, onSwitch }: WorkspaceSwitcherProps) {
  const words = (
    <>
      <span className={css.name}>{nameOf(current)}</span>
      <span className={css.kind}>{kindOf(current)}</span>
    </>
  );
  const title = current.isSandbox ? "Sandbox: nothing here reaches a real customer" : undefined;
  if (choices.length < 2)
    return (
      <span className={css.box} data-sandbox={current.isSandbox || undefined} title={title}>
        {words}
      </span>
    );
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton
          className={css.box}
          data-sandbox={current.isSandbox || undefined}
          title={title}
          aria-label={`${nameOf(current)} ${kindOf(current)}: switch workspace`}
        >
          {words}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.id}
            leftSection={
              <IconCheck size={16} style={{ opacity: choice.id === current.id ? 1 : 0 }} aria-hidden />
            }
            rightSection={<span className={css.kind}>{kindOf(choice)}</span>}
            onClick={() => choice.id !== current.id && onSwitch(choice.id)}
            aria-current={choice.id === current.id || undefined}
          >
            {nameOf(choice)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
