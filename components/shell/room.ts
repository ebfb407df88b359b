import type { TablerIcon } from "@tabler/icons-react";

/** One entry of the rail: a room of the house that exists. */
export interface Room {
  href: string;
  title: string;
  icon: TablerIcon;
  /** The key after `g` that goes there. */
  key: string;
  /** How many things in there ask for action; nothing is shown for none. */
  count?: number | undefined;
}

/** Whether a page lies in a room. */
export const isIn = (room: Pick<Room, "href">, path: string): boolean =>
  path === room.href || path.startsWith(`${room.href}/`);
