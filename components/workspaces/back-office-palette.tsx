"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { IconBriefcase, IconBuilding, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { StartApplication } from "@/components/parties/start-application";
import { Palette } from "@/components/shell/palette";
import type { Room } from "@/components/shell/room";
import { useTRPC } from "@/components/trpc/client";
import { useKeys } from "@/components/ui/keys";
import { useCan, useMember } from "./member";
import { settingsOf } from "./rooms";

const SHOWN = 5;
const LEAST_LETTERS = 2;

/** The palette of the back office: its rooms, the pages of Settings, and cases and parties by name or number. */
export function BackOfficePalette({ rooms }: { rooms: readonly Room[] }) {
  const trpc = useTRPC();
  const [query, setQuery] = useState("");
  const [search] = useDebouncedValue(query.trim(), 150);
  const asks = search.length >= LEAST_LETTERS;
  const canStart = useCan("applications.create");
  const [isStarting, setIsStarting] = useState(false);
  useKeys(
    "Everywhere",
    canStart
      ? [{ keys: "", label: "Start an application", inPalette: true, run: () => setIsStarting(true) }]
      : [],
  );
  const canCases = useCan("cases.view");
  const canParties = useCan("parties.view");
  const cases = useQuery({
    ...trpc.cases.list.queryOptions({ search, limit: SHOWN }),
    enabled: asks && canCases,
  });
  const parties = useQuery({
    ...trpc.parties.list.queryOptions({ search, limit: SHOWN }),
    enabled: asks && canParties,
  });
  const pages = settingsOf(useMember().role).map((page) => ({ ...page, note: "Settings" }));
  const found = asks
    ? [
        {
          title: "Cases",
          results: (cases.data?.data ?? []).map((row) => ({
            id: row.id,
            title: row.party.name,
            note: `C-${row.number} in ${row.queue.title}`,
            href: `/cases/${row.id}`,
            icon: IconBriefcase,
          })),
        },
        {
          title: "Parties",
          results: (parties.data?.data ?? []).map((row) => ({
            id: row.id,
            title: row.name,
            note: [row.reference, row.country].filter(Boolean).join(", ") || undefined,
            href: `/parties/${row.id}`,
            icon: row.kind === "person" ? IconUser : IconBuilding,
          })),
        },
      ]
    : [];
  return (
    <>
      <Palette
        rooms={rooms}
        pages={pages}
        query={query}
        onQuery={setQuery}
        found={found}
        isSearching={query.trim() !== search || cases.isFetching || parties.isFetching}
      />
      <StartApplication opened={isStarting} onClose={() => setIsStarting(false)} />
    </>
  );
}
