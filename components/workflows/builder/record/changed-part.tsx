import { useDeferredValue, useMemo, useState } from "react";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { differencesOf } from "@/server/workflows/differences/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import css from "./record.module.css";

/** What of a part differs from what is published, in words. Worked out when somebody opens it. */
export function ChangedPart({
  live,
  document,
  part,
}: {
  live: WorkflowDocument;
  document: WorkflowDocument;
  /** `rules/main`. */
  part: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const now = useDeferredValue(document);
  const differences = useMemo(
    () =>
      isOpen
        ? differencesOf(live, now, nodeCatalogue).filter(({ id }) => id === part || id.startsWith(`${part}/`))
        : [],
    [isOpen, live, now, part],
  );
  return (
    <details className={css.changes} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What changed since it was published</summary>
      {isOpen && differences.length === 0 && <p className={css.quiet}>Nothing.</p>}
      <ul>
        {differences.map(({ id, title, kind, lines }) => (
          <li key={id}>
            <b>{title}</b> {kind}
            {lines.map(({ label, before, after }) => (
              <div key={`${label} ${before} ${after}`}>
                {label && <span>{label}: </span>}
                {before !== null && <del>{before}</del>} {after !== null && <ins>{after}</ins>}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
