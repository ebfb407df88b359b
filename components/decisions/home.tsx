"use client";

import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { useClock } from "@/components/ui/format/clock";
import { formatDate, greetingAt } from "@/components/ui/format/words";
import { PausedWebhooks } from "@/components/webhooks/paused-webhooks";
import { useCan, useMember } from "@/components/workspaces/member";
import { overviewPeriods } from "@/server/decisions/schema";
import { Builder } from "./builder";
import css from "./home.module.css";
import { HomePicture } from "./home-picture";
import { overviewParams } from "./search-params";

/** The start page: what needs me, and how the last days went. */
export function Home() {
  const { name } = useMember();
  const { now, timeZone } = useClock();
  const canRead = useCan("decisions.view");
  const [first = name] = name.split(" ");
  const title = `${greetingAt(now, timeZone)}, ${first}`;
  const note = formatDate(now, timeZone);
  if (!canRead)
    return (
      <PageFrame title={title} note={note} width="wide">
        <PausedWebhooks />
        <Builder />
      </PageFrame>
    );
  return <Overview title={title} note={note} />;
}

function Overview({ title, note }: { title: string; note: string }) {
  const trpc = useTRPC();
  const [{ days }, setParams] = useQueryStates(overviewParams);
  const mayPublish = useCan("workflows.edit");
  const overview = useQuery({
    ...trpc.decisions.overview.queryOptions({ days }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const period = (
    <SegmentedControl
      size="xs"
      aria-label="Days to look back"
      value={String(days)}
      onChange={(value) => void setParams({ days: Number(value) as (typeof overviewPeriods)[number] })}
      data={overviewPeriods.map((period) => ({ value: String(period), label: `${period} days` }))}
    />
  );
  return (
    <PageFrame title={title} note={note} width="wide" actions={period}>
      <PausedWebhooks />
      {overview.data ? (
        <HomePicture
          overview={overview.data}
          days={days}
          start={
            overview.data.hasApplications ? undefined : (
              <div className={css.card}>
                <EmptyState
                  title="Nothing has come in yet"
                  action={
                    <Button component={Link} href="/workflows">
                      {mayPublish ? "Open the workflows" : "See the workflows"}
                    </Button>
                  }
                >
                  Once a workflow is live and its link is shared, applications and decisions are counted here.
                </EmptyState>
              </div>
            )
          }
        />
      ) : overview.error ? (
        <FailureState {...failureOf(overview.error)} onRetry={() => overview.refetch()} />
      ) : (
        <div className={css.stack} aria-busy>
          <Skeleton height={220} />
          <Skeleton height={96} />
          <Skeleton height={260} />
        </div>
      )}
    </PageFrame>
  );
}
