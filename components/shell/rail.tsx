"use client";

import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { formatNumber } from "@/components/ui/format/words";
import { IconButton } from "@/components/ui/icon-button";
import { BrandMark } from "./brand-mark";
import css from "./rail.module.css";
import { isIn, type Room } from "./room";

interface RailProps {
  rooms: readonly Room[];
  isMini?: boolean;
  /** Missing in the drawer, which is as wide as it is. */
  onToggle?: (() => void) | undefined;
  onNavigate?: (() => void) | undefined;
}

/** The way between rooms. Mini, it shows their icons alone, each with its name for ears and on hover. */
export function Rail({ rooms, isMini = false, onToggle, onNavigate }: RailProps) {
  const path = usePathname();
  return (
    <nav className={css.rail} data-mini={isMini || undefined} aria-label="Main">
      <div className={css.brand}>
        <BrandMark />
        {!isMini && "Gatehouse"}
      </div>
      <ul className={css.rooms}>
        {rooms.map((room) => (
          <li key={room.href}>
            <Link
              href={room.href}
              className={css.room}
              aria-current={isIn(room, path) ? "page" : undefined}
              aria-label={isMini ? room.title : undefined}
              title={isMini ? room.title : undefined}
              {...(onNavigate ? { onClick: onNavigate } : {})}
            >
              <room.icon size={17} stroke={1.6} aria-hidden />
              {!isMini && room.title}
              {room.count ? (
                isMini ? (
                  <span className={css.dot} />
                ) : (
                  <span className={css.count}>{formatNumber(room.count)}</span>
                )
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      {onToggle && (
        <div className={css.foot}>
          <IconButton
            label={isMini ? "Widen the menu" : "Narrow the menu"}
            icon={isMini ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse}
            onClick={onToggle}
          />
        </div>
      )}
    </nav>
  );
}
