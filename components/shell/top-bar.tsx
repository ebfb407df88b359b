"use client";

import { UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconMenu2, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { useShownCrumbs } from "./crumbs";
import { isIn, type Room } from "./room";
import css from "./top-bar.module.css";

interface TopBarProps {
  rooms: readonly Room[];
  onMenu: () => void;
  onSearch: () => void;
  switcher: ReactNode;
  member: ReactNode;
}

/** Where one is, and what is always at hand. */
export function TopBar({ rooms, onMenu, onSearch, switcher, member }: TopBarProps) {
  const path = usePathname();
  const room = rooms.find((room) => isIn(room, path));
  const crumbs = [...(room ? [{ title: room.title, href: room.href }] : []), ...useShownCrumbs()];
  return (
    // A section, because the heads of dialogs are headers and a page may have one banner.
    <section className={css.bar} aria-label="Top bar">
      <span className={css.menu}>
        <IconButton label="Open the menu" icon={IconMenu2} onClick={onMenu} size={36} />
      </span>
      <nav className={css.crumbs} aria-label="Where you are">
        {crumbs.map((crumb, at) => (
          <Fragment key={crumb.title}>
            {at > 0 && <IconChevronRight size={14} aria-hidden className={css.then} />}
            {at < crumbs.length - 1 && crumb.href ? (
              <Link href={crumb.href} className={css.crumb}>
                {crumb.title}
              </Link>
            ) : (
              <span className={css.here} title={crumb.title}>
                {crumb.title}
              </span>
            )}
          </Fragment>
        ))}
      </nav>
      <UnstyledButton className={css.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.6} aria-hidden />
        <span className={css.words}>Search or jump to</span>
        <span className={css.keys} aria-hidden>
          <Kbd keys="mod+k" />
        </span>
      </UnstyledButton>
      {switcher}
      {member}
    </section>
  );
}
