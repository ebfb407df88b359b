"use client";

import { ActionIcon, type ActionIconProps, Tooltip } from "@mantine/core";
import type { TablerIcon } from "@tabler/icons-react";
import type { ComponentPropsWithRef } from "react";

type IconButtonProps = ActionIconProps &
  Omit<ComponentPropsWithRef<"button">, keyof ActionIconProps | "children" | "aria-label"> & {
    /** What it does: its name for ears, and its tooltip. */
    label: string;
    icon: TablerIcon;
  };

/** A button that is only a picture; it cannot be made without a name. */
export function IconButton({ label, icon: Icon, ...others }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} type="button" {...others}>
        <Icon size={17} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
