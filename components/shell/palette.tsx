"use client";

import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconBolt, IconSearch, type TablerIcon } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { Kbd } from "@/components/ui/kbd";
import { useBoundKeys } from "@/components/ui/keys";
import css from "./palette.module.css";
import type { Room } from "./room";

/** Something the search found: where it is, and what tells it from its like. */
export interface PaletteResult {
  id: string;
  title: string;
  note?: string | undefined;
  href: string;
  icon: TablerIcon;
}

interface PaletteProps {
  rooms: readonly Room[];
  /** Pages inside rooms, offered once something is typed. */
  pages: readonly { href: string; title: string; note: string }[];
  query: string;
  onQuery: (query: string) => void;
  /** What the server found for the query, by kind. */
  found: readonly { title: string; results: readonly PaletteResult[] }[];
  isSearching: boolean;
}

const [store, controls] = createSpotlight();

export const openPalette = controls.open;

/** One box for everything: rooms, what can be done here, and what the server knows by this name. */
export function Palette({ rooms, pages, query, onQuery, found, isSearching }: PaletteProps) {
  const router = useRouter();
  const boundKeys = useBoundKeys();
  const wanted = query.trim().toLowerCase();
  const matches = (text: string) => text.toLowerCase().includes(wanted);
  const commands = boundKeys()
    .flatMap((group) => group.bindings)
    .filter(({ inPalette, label }) => inPalette && matches(label));
  const shownRooms = rooms.filter((room) => matches(room.title));
  const shownPages = wanted ? pages.filter((page) => matches(`${page.note} ${page.title}`)) : [];
  const shownFound = found.filter(({ results }) => results.length > 0);
  const isEmpty = !commands.length && !shownRooms.length && !shownPages.length && !shownFound.length;
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={onQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder="Search or jump to"
        aria-label="Search or jump to"
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {shownFound.map(({ title, results }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {results.map((result) => (
              <Spotlight.Action
                key={result.id}
                label={result.title}
                {...(result.note ? { description: result.note } : {})}
                leftSection={<result.icon size={18} stroke={1.6} aria-hidden />}
                onClick={() => router.push(result.href)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Do">
            {commands.map((command) => (
              <Spotlight.Action
                key={command.label}
                label={command.label}
                leftSection={<IconBolt size={18} stroke={1.6} aria-hidden />}
                rightSection={command.keys && <KeysOf keys={command.keys} />}
                onClick={command.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shownRooms.length + shownPages.length > 0 && (
          <Spotlight.ActionsGroup label="Go to">
            {shownRooms.map((room) => (
              <Spotlight.Action
                key={room.href}
                label={room.title}
                leftSection={<room.icon size={18} stroke={1.6} aria-hidden />}
                rightSection={<KeysOf keys={`g ${room.key}`} />}
                onClick={() => router.push(room.href)}
              />
            ))}
            {shownPages.map((page) => (
              <Spotlight.Action
                key={page.href}
                label={page.title}
                description={page.note}
                onClick={() => router.push(page.href)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isEmpty && (
          <Spotlight.Empty>
            {isSearching ? "Searching" : `Nothing is called “${query.trim()}”`}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const KeysOf = ({ keys }: { keys: string }) => (
  <span className={css.keys} aria-hidden>
    {keys.split(" ").map((key) => (
      <Kbd key={key} keys={key} />
    ))}
  </span>
);
