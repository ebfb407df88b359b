"use client";

import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DeliveryLog } from "./delivery-log";
import { EndpointActs } from "./endpoint-acts";
import { EndpointFacts } from "./endpoint-facts";
import css from "./webhooks.module.css";

/** One endpoint: how it fares, what can be done about it, and everything that was sent to it. */
export function EndpointPage({ endpointId }: { endpointId: string }) {
  const trpc = useTRPC();
  const endpoint = useQuery({
    ...trpc.webhooks.get.queryOptions({ endpointId }),
    refetchInterval: 10_000,
  });
  const title = endpoint.data
    ? endpoint.data.description || new URL(endpoint.data.url).host
    : "Webhook endpoint";
  return (
    <PageFrame
      title={title}
      crumbs={[{ title: "Webhooks", href: "/settings/webhooks" }, { title }]}
      actions={endpoint.data && <EndpointActs endpoint={endpoint.data} />}
    >
      {endpoint.data ? (
        <div className={css.stack}>
          <EndpointFacts endpoint={endpoint.data} />
          <DeliveryLog endpoint={endpoint.data} />
        </div>
      ) : endpoint.error ? (
        <FailureState {...failureOf(endpoint.error)} onRetry={() => endpoint.refetch()} />
      ) : (
        <div className={css.stack} aria-busy>
          <Skeleton height={180} />
          <Skeleton height={320} />
        </div>
      )}
    </PageFrame>
  );
}
