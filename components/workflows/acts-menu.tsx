import { Menu } from "@mantine/core";
import { IconDots, type TablerIcon } from "@tabler/icons-react";
import Link from "next/link";
import { IconButton } from "@/components/ui/icon-button";
import type { VersionAct } from "./version-acts";

/** Everything that can be done with one thing, behind a button; nothing where there is nothing. */
export function ActsMenu({
  label,
  acts,
  icon = IconDots,
}: {
  label: string;
  acts: readonly VersionAct[];
  icon?: TablerIcon;
}) {
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <IconButton label={label} icon={icon} />
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ label, icon: Icon, run, href }) =>
          href === undefined ? (
            <Menu.Item key={label} leftSection={<Icon size={16} aria-hidden />} onClick={run}>
              {label}
            </Menu.Item>
          ) : (
            <Menu.Item key={label} component={Link} href={href} leftSection={<Icon size={16} aria-hidden />}>
              {label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
