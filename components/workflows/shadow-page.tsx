"use client";

import { Button, Select } from "@mantine/core";
import { IconGhost, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ConfusionPanel } from "@/components/backtests/confusion-panel";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { FigureRow } from "@/components/ui/figure-row";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber, formatPercent } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { isEnough, shareInterval } from "@/server/workflows/rollout/policy";
import type { ShadowComparison } from "@/server/workflows/rollout/schema";
import { LifecycleDialogs } from "./lifecycle-dialogs";
import { type Lifecycle, useLifecycle } from "./use-lifecycle";
import css from "./versions.module.css";
import { WorkflowSkeleton } from "./workflow-skeleton";

const spans = [
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
];

/** How a version that ran silently would have decided, beside what was decided. */
export function ShadowPage({ workflowId, version }: { workflowId: string; version: number }) {
  const trpc = useTRPC();
  const lifecycle = useLifecycle(workflowId);
  const [days, setDays] = useState("30");
  const query = useQuery(
    trpc.workflows.comparison.queryOptions(
      { workflowId, version, days: Number(days) },
      { placeholderData: keepPreviousData },
    ),
  );
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <WorkflowSkeleton />;
  return (
    <PageFrame
      title={`Version ${version} in the shadow`}
      width="wide"
      crumbs={[
        { title: "Versions", href: `/workflows/${workflowId}/versions` },
        { title: `Version ${version} in the shadow` },
      ]}
      actions={
        <>
          <Select
            aria-label="Runs that were started in"
            w={160}
            allowDeselect={false}
            data={spans}
            value={days}
            onChange={(value) => value && setDays(value)}
          />
          <ShadowActs lifecycle={lifecycle} version={version} />
        </>
      }
    >
      <Comparison comparison={query.data} at={new Date(query.dataUpdatedAt).toISOString()} />
      <LifecycleDialogs lifecycle={lifecycle} />
    </PageFrame>
  );
}

/** Promote or stop, each by its own dialog: a reason, and a second person where the workspace asks for one. */
function ShadowActs({ lifecycle, version }: { lifecycle: Lifecycle; version: number }) {
  const { view, may, open } = lifecycle;
  const states = view?.versions.find((one) => one.version === version)?.states ?? [];
  if (!view || !may.publish || view.workflow.archivedAt || states.some(({ is }) => is === "live"))
    return null;
  return (
    <>
      {states.some(({ is }) => is === "shadow") && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => open({ kind: "end", version })}
        >
          Stop the shadow
        </Button>
      )}
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => open({ kind: "live", version })}
      >
        Make it live
      </Button>
    </>
  );
}

function Comparison({ comparison, at }: { comparison: ShadowComparison; at: string }) {
  const { compared, agreed, waiting, notComparable, version, calls } = comparison;
  const uncertain = notComparable.reduce((sum, { count }) => sum + count, 0);
  if (compared + waiting + uncertain === 0)
    return (
      <EmptyState title="It has not run in the shadow yet" icon={IconGhost}>
        Run version {version} in the shadow: from then on every new run of the live version is followed, and
        what it would have decided stands here.
      </EmptyState>
    );
  const share = compared === 0 ? "–" : `${((agreed / compared) * 100).toFixed(1)} %`;
  return (
    <div className={css.lines} style={{ gap: 16 }}>
      <Panel title="Agreement">
        <FigureRow
          figures={[
            ["Compared", formatNumber(compared)],
            ["Same outcome", share],
            ["Other outcome", formatNumber(compared - agreed)],
            ["Cannot be compared", formatNumber(uncertain)],
            ["Not finished yet", formatNumber(waiting)],
            ["Questions to vendors", `${formatNumber(calls.live)} → ${formatNumber(calls.shadow)}`],
          ]}
        />
        {compared > 0 && <p className={css.quiet}>{certainty(compared - agreed, compared)}</p>}
      </Panel>
      {compared > 0 && <Matrix comparison={comparison} />}
      {comparison.rules.length > 0 && <Rules rules={comparison.rules} />}
      {compared > 0 && <ConfusionPanel tally={comparison.tally} startedAt={at} sides={["Live", "Shadow"]} />}
      {notComparable.length > 0 && <NotComparable rows={notComparable} />}
      <Differing comparison={comparison} />
    </div>
  );
}

/** What the numbers are worth, in a sentence. */
function certainty(differing: number, compared: number): string {
  const { low, high } = shareInterval(differing, compared);
  const between = `Between ${formatPercent(low)} and ${formatPercent(high)} of runs come to another outcome, 95 times of 100.`;
  return isEnough(differing, compared)
    ? `${between} That is enough to judge it by.`
    : `${between} That is too little to judge it by: wait until at least 100 were compared and the two are less than 10 points apart.`;
}

function Rules({ rules }: { rules: ShadowComparison["rules"] }) {
  return (
    <Panel title="Rules" note="How often each holds" flush>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              {["Live", "Shadow", "Gained", "Lost"].map((title) => (
                <th key={title} scope="col" className={css.number}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map(({ hit, title, live, shadow, gained, lost }) => (
              <tr key={hit}>
                <th scope="row">{title}</th>
                <td className={css.number}>{formatNumber(live)}</td>
                <td className={css.number}>{formatNumber(shadow)}</td>
                <td className={css.number}>{formatNumber(gained)}</td>
                <td className={css.number}>{formatNumber(lost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Matrix({ comparison: { outcomes, matrix } }: { comparison: ShadowComparison }) {
  const seen = new Set(matrix.flatMap(({ live, shadow }) => [live, shadow]));
  const shown = outcomes.filter(({ key }) => seen.has(key));
  const count = (live: string, shadow: string) =>
    matrix.find((cell) => cell.live === live && cell.shadow === shadow)?.count ?? 0;
  return (
    <Panel title="What was decided, and what it would have decided" flush>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Live decided</th>
              {shown.map(({ key, title }) => (
                <th key={key} scope="col" className={css.number}>
                  Shadow: {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((live) => (
              <tr key={live.key}>
                <th scope="row">{live.title}</th>
                {shown.map((shadow) => (
                  <td
                    key={shadow.key}
                    className={`${css.number} ${live.key === shadow.key ? css.agrees : ""}`}
                  >
                    {formatNumber(count(live.key, shadow.key))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const reasons: Record<string, string> = {
  asked_otherwise: "It asks a vendor what the live run did not ask",
  people_not_asked: "It waits for people who were not asked the same",
  child_not_begun: "It needs a sub-workflow that the live run did not begin; a silent run begins none",
  answer_does_not_fit: "It cannot use the answer that the live run was given",
  stopped: "It stopped and would need somebody's attention",
  live_cancelled: "The live run was cancelled",
  too_long: "It went round in circles",
};

function NotComparable({ rows }: { rows: ShadowComparison["notComparable"] }) {
  return (
    <Panel title="Cannot be compared" flush>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Why</th>
              <th scope="col">At</th>
              <th scope="col" className={css.number}>
                Runs
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ reason, node, title, count }) => (
              <tr key={`${reason} ${node}`}>
                <td>{reasons[reason] ?? reason}</td>
                <td>{title ?? ""}</td>
                <td className={css.number}>{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Differing({ comparison }: { comparison: ShadowComparison }) {
  const { differing, outcomes } = comparison;
  const titleOf = (key: string) => outcomes.find((one) => one.key === key)?.title ?? key;
  const told = (outcome: string, codes: readonly string[]) => (
    <>
      {titleOf(outcome)}
      {codes.length > 0 && <div className={css.quiet}>{codes.join(", ")}</div>}
    </>
  );
  return (
    <Panel title="Where they differ" flush>
      {differing.length === 0 ? (
        <EmptyState title="Nowhere">
          Every run that could be compared came to the same, for the same reasons.
        </EmptyState>
      ) : (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Party</th>
                <th scope="col">Started</th>
                <th scope="col">Live</th>
                <th scope="col">Shadow</th>
              </tr>
            </thead>
            <tbody>
              {differing.map((one) => (
                <tr key={one.runId}>
                  <th scope="row">
                    <Link href={`/runs/${one.liveRunId}`}>{one.party}</Link>
                  </th>
                  <td>
                    <DateTimeText at={one.at} />
                  </td>
                  <td>{told(one.live, one.liveReasonCodes)}</td>
                  <td>
                    <Link
                      href={`/runs/${one.runId}`}
                      aria-label={`${titleOf(one.shadow)}: the silent run of ${one.party}`}
                    >
                      {titleOf(one.shadow)}
                    </Link>
                    {one.reasonCodes.length > 0 && (
                      <div className={css.quiet}>{one.reasonCodes.join(", ")}</div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
