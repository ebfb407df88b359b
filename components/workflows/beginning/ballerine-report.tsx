import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { ReportEntry } from "@/server/workflows/ballerine/schema";
import css from "./beginning.module.css";

type Status = ReportEntry["status"];
const titles: Record<Status, string> = {
  not_mapped: "Not mapped",
  approximated: "Approximated",
  mapped: "Mapped",
};
const tones: Record<Status, Tone> = { not_mapped: "decline", approximated: "warning", mapped: "approve" };
const order = Object.keys(titles) as Status[];

/** Everything the source said, what became of it and where; what was lost stands first. */
export function BallerineReport({ report }: { report: readonly ReportEntry[] }) {
  const [shown, setShown] = useState<Status | "all">("all");
  const count = (status: Status) => report.filter((entry) => entry.status === status).length;
  const entries = order
    .filter((status) => shown === "all" || shown === status)
    .flatMap((status) => report.filter((entry) => entry.status === status));
  return (
    <div className={css.report}>
      <SegmentedControl
        size="xs"
        aria-label="Which are shown"
        value={shown}
        onChange={(next) => setShown(next as Status | "all")}
        data={[
          { value: "all", label: `All ${report.length}` },
          ...order.map((status) => ({ value: status, label: `${titles[status]} ${count(status)}` })),
        ]}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={css.entries} aria-label="The report" tabIndex={0}>
        <ul className={css.list}>
          {entries.map(({ status, source, target, sentence }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the report never changes, and may say a thing twice.
            <li key={i} className={css.entry}>
              <StatusChip tone={tones[status]}>{titles[status]}</StatusChip>
              <span>
                {sentence}
                <span className={css.places}>
                  <code>{source}</code>
                  {target && (
                    <>
                      {" → "}
                      <code>{target}</code>
                    </>
                  )}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {entries.length === 0 && <p className={css.quiet}>Nothing.</p>}
      </section>
    </div>
  );
}
