import { Anchor } from "@mantine/core";
import Link from "next/link";
import { StatusChip } from "@/components/ui/status-chip";
import type { ConnectionUse } from "@/server/plugins/schema";
import css from "./plugins.module.css";

/** Where a connection is named: what would fail without it. */
export function ConnectionUses({ uses }: { uses: readonly ConnectionUse[] }) {
  return (
    <ul className={css.uses}>
      {uses.map((use) => (
        <li key={`${use.workflowId}/${use.place}/${use.version}`}>
          <Anchor
            component={Link}
            href={`/workflows/${use.workflowId}${use.place === "draft" ? "/edit" : ""}`}
          >
            {use.title}
          </Anchor>{" "}
          <PlaceChip {...use} />
          <span className={css.quiet}>
            {use.nodes.join(", ")}
            {use.openRuns > 0 && ` · ${use.openRuns} open ${use.openRuns === 1 ? "run" : "runs"}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

const places = {
  live: { tone: "approve", words: "Live" },
  challenger: { tone: "review", words: "Challenger" },
  scheduled: { tone: "waiting", words: "Scheduled" },
  running: { tone: "waiting", words: "Still running" },
  draft: { tone: "neutral", words: "Draft" },
} as const;

function PlaceChip({ place, version }: ConnectionUse) {
  const { tone, words } = places[place];
  return (
    <StatusChip tone={tone} icon={null}>
      {version === null ? words : `${words}, version ${version}`}
    </StatusChip>
  );
}
