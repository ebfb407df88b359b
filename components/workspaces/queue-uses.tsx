import { Anchor } from "@mantine/core";
import Link from "next/link";
import type { QueueUse } from "@/server/workspaces/schema";
import css from "./settings.module.css";

/** Which workflows send cases to a queue: whose cases a change is about. */
export function QueueUses({ uses }: { uses: readonly QueueUse[] | undefined }) {
  if (uses === undefined) return <p className={css.quiet}>Looking which workflows send cases here …</p>;
  if (uses.length === 0)
    return <p className={css.quiet}>No workflow that is live sends cases here, and no draft does.</p>;
  return (
    <section aria-label="Workflows that send cases here">
      <p className={css.usesTitle}>Workflows that send cases here</p>
      <ul className={css.uses}>
        {uses.map(({ workflowId, title, version, places }) => (
          <li key={`${workflowId} ${version}`}>
            <Anchor component={Link} href={`/workflows/${workflowId}${version === null ? "/edit" : ""}`}>
              {title}
            </Anchor>{" "}
            <span className={css.quiet}>
              {version === null ? "Draft" : `Live, version ${version}`} · {places.join(", ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
