"use client";

import { useState } from "react";
import { Palette } from "@/components/shell/palette";
import type { Room } from "@/components/shell/room";
import { useMember } from "./member";
import { settingsOf } from "./rooms";

/** The palette of the back office: its rooms and the pages of Settings. */
export function BackOfficePalette({ rooms }: { rooms: readonly Room[] }) {
  const [query, setQuery] = useState("");
  const pages = settingsOf(useMember().role).map((page) => ({ ...page, note: "Settings" }));
  return (
    <Palette rooms={rooms} pages={pages} query={query} onQuery={setQuery} found={[]} isSearching={false} />
  );
}
