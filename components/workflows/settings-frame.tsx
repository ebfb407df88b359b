import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./settings-form.module.css";

/** A list or a record of settings, in a frame with its name. */
export function SettingsFrame(props: {
  title: string;
  help: string | undefined;
  problem: string | undefined;
  children: ReactNode;
}) {
  return (
    <fieldset className={classes.group}>
      <legend>{props.title}</legend>
      {props.help && <p className={classes.help}>{props.help}</p>}
      {props.children}
      {props.problem && <p className={classes.problem}>{props.problem}</p>}
    </fieldset>
  );
}

export const RemoveButton = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onClick}>
    <IconTrash size={16} aria-hidden />
  </ActionIcon>
);

export const AddButton = ({
  name,
  isDisabled,
  onClick,
}: {
  name: string;
  isDisabled: boolean;
  onClick: () => void;
}) => (
  <Button
    variant="default"
    size="xs"
    className={classes.add ?? ""}
    leftSection={<IconPlus size={14} aria-hidden />}
    disabled={isDisabled}
    onClick={onClick}
  >
    Add {name.toLowerCase()}
  </Button>
);
