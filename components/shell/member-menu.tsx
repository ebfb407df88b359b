"use client";

import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { IconKeyboard, IconLogout, IconUserCircle } from "@tabler/icons-react";
import Link from "next/link";
import { MemberAvatar } from "@/components/ui/member-avatar";
import css from "./member-menu.module.css";

interface MemberMenuProps {
  name: string;
  email: string;
  /** What the person is here, in words. */
  role: string;
  accountHref: string;
  onKeys: () => void;
  onSignOut: () => void;
}

/** Who is signed in, how the page looks, and the way out. */
export function MemberMenu({ name, email, role, accountHref, onKeys, onSignOut }: MemberMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const isMounted = useMounted();
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton className={css.target} aria-label={`${name}: your menu`}>
          <MemberAvatar name={name} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.who}>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {email}
          </Text>
          <Text size="sm" c="dimmed">
            {role}
          </Text>
        </div>
        <Menu.Divider />
        <div className={css.look}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="How the page looks"
            value={isMounted ? colorScheme : "auto"}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
            data={[
              { value: "light", label: "Light" },
              { value: "dark", label: "Dark" },
              { value: "auto", label: "Auto" },
            ]}
          />
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} href={accountHref} leftSection={<IconUserCircle size={16} aria-hidden />}>
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onKeys}>
          Keys that work here
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
