import { Anchor, Button, SegmentedControl, Select, Skeleton } from "@mantine/core";
import Link from "next/link";
import { formatCount } from "@/components/ui/format/words";
import type { RunMode } from "@/db/enums/enums";
import type { CountPeriod, NodeCounts } from "@/server/runs/schema";
import classes from "./counts-bar.module.css";

const periods: { value: CountPeriod; label: string; words: string }[] = [
  { value: "24h", label: "24 h", words: "the last 24 hours" },
  { value: "7d", label: "7 days", words: "these 7 days" },
  { value: "30d", label: "30 days", words: "these 30 days" },
  { value: "90d", label: "90 days", words: "these 90 days" },
];

const modes: { value: RunMode; label: string }[] = [
  { value: "live", label: "Live" },
  { value: "challenger", label: "Challenger" },
  { value: "shadow", label: "Shadow, silent" },
];

export interface CountsBarProps {
  period: CountPeriod;
  mode: RunMode | null;
  version: number;
  counts: NodeCounts | undefined;
  failure: string | undefined;
  onRetry: () => void;
  onPeriod: (period: CountPeriod) => void;
  onMode: (mode: RunMode | null) => void;
  hrefOf: (view: "all" | "active" | "attention") => string;
}

/** Which runs are counted on the canvas, and how many they are. Its height is the same whatever it says. */
export function CountsBar(props: CountsBarProps) {
  const { period, mode, onPeriod, onMode } = props;
  return (
    <section className={classes.bar} aria-label="Runs counted on the canvas">
      <SegmentedControl
        size="xs"
        aria-label="Runs started in"
        value={period}
        onChange={(value) => onPeriod(value as CountPeriod)}
        data={periods.map(({ value, label }) => ({ value, label }))}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Mode"
        placeholder="Live and challenger"
        data={modes}
        value={mode}
        onChange={(value) => onMode(value as RunMode | null)}
        clearable
        clearButtonProps={{ "aria-label": "Count live and challenger" }}
      />
      <div className={classes.words} aria-live="polite">
        <Said {...props} />
      </div>
    </section>
  );
}

function Said({ period, mode, version, counts, failure, onRetry, onPeriod, hrefOf }: CountsBarProps) {
  if (failure !== undefined && !counts)
    return (
      <>
        {failure}{" "}
        <Button variant="subtle" size="compact-xs" onClick={onRetry}>
          Try again
        </Button>
      </>
    );
  if (!counts) return <Skeleton height={12} width={220} aria-label="Counting" />;
  const { words } = periods.find(({ value }) => value === period) ?? periods[1]!;
  const { runs, open, attention } = counts;
  if (runs === 0)
    return (
      <>
        No {mode === null ? "" : `${mode} `}runs of version {version} in {words}.{" "}
        {period !== "90d" && (
          <Anchor component="button" type="button" inherit onClick={() => onPeriod("90d")}>
            Look at 90 days
          </Anchor>
        )}
      </>
    );
  return (
    <>
      <Anchor component={Link} href={hrefOf("all")} inherit>
        {formatCount(runs, "run")}
      </Anchor>{" "}
      of version {version}
      {open > 0 && (
        <>
          {" · "}
          <Anchor component={Link} href={hrefOf("active")} inherit>
            {open === runs ? "all under way" : `${formatCount(open, "is", "are")} under way`}
          </Anchor>
        </>
      )}
      {attention > 0 && (
        <>
          {" · "}
          <Anchor component={Link} href={hrefOf("attention")} inherit className={classes.trouble ?? ""}>
            {formatCount(attention, "needs attention", "need attention")}
          </Anchor>
        </>
      )}
    </>
  );
}
