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
          <Anchor component={Link} href={`/workflows/${use.workflowId}`}>
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

function PlaceChip({ place, version }: ConnectionUse) {
  if (place === "live")
    return (
      <StatusChip tone="approve" icon={null}>
        Live, version {version}
      </StatusChip>
    );
  return (
    <StatusChip tone={place === "running" ? "waiting" : "neutral"} icon={null}>
      {place === "running" ? `Still running, version ${version}` : "Draft"}
    </StatusChip>
  );
}
