"use client";

import { Button, Skeleton } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { Rerun } from "./rerun";
import { WhyPicture } from "./why-picture";

/** One decision: why it is what it is. */
export function WhyPage({ decisionId }: { decisionId: string }) {
  const trpc = useTRPC();
  const why = useQuery(trpc.decisions.why.queryOptions({ decisionId }));
  if (why.error && !why.data) {
    const { message, reference, code } = failureOf(why.error);
    return (
      <PageFrame title="Why this decision">
        <FailureState
          message={message}
          reference={reference}
          onRetry={code === "NOT_FOUND" ? undefined : () => void why.refetch()}
        />
      </PageFrame>
    );
  }
  if (!why.data)
    return (
      <PageFrame title="Why this decision">
        <Skeleton height={420} aria-busy />
      </PageFrame>
    );
  const { party, workflow } = why.data;
  return (
    <PageFrame
      title={<bdi>{party.name}</bdi>}
      crumbs={[{ title: party.name, href: `/runs/${why.data.run}` }, { title: "Why" }]}
      note={
        <>
          {workflow.title}, version {workflow.version}
        </>
      }
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          Print
        </Button>
      }
    >
      <WhyPicture why={why.data} rerun={<Rerun decisionId={decisionId} isErased={why.data.isErased} />} />
    </PageFrame>
  );
}
