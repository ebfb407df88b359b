"use client";

import { Button, Select } from "@mantine/core";
import { IconGhost } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { ShadowComparison } from "@/server/workflows/rollout/schema";
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
          <Button component={Link} href={`/workflows/${workflowId}/versions`} variant="default">
            Versions
          </Button>
        </>
      }
    >
      <Comparison comparison={query.data} />
    </PageFrame>
  );
}

function Comparison({ comparison }: { comparison: ShadowComparison }) {
  const { compared, agreed, waiting, notComparable, version } = comparison;
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
        <dl className={css.figures}>
          <Figure name="Compared" value={formatNumber(compared)} />
          <Figure name="Same outcome" value={share} />
          <Figure name="Other outcome" value={formatNumber(compared - agreed)} />
          <Figure name="Cannot be compared" value={formatNumber(uncertain)} />
          <Figure name="Not finished yet" value={formatNumber(waiting)} />
        </dl>
      </Panel>
      {compared > 0 && <Matrix comparison={comparison} />}
      {notComparable.length > 0 && <NotComparable rows={notComparable} />}
      <Differing comparison={comparison} />
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
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
