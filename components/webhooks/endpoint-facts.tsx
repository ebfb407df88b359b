import { Alert } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPause } from "@tabler/icons-react";
import { Ago, DateText, DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { PAUSE_AFTER_DAYS } from "@/server/webhooks/policy";
import type { EndpointView } from "@/server/webhooks/schema";
import { SuccessRate } from "./endpoints-table";
import { eventWords, pauseSentence } from "./webhook-words";
import css from "./webhooks.module.css";
import { EndpointChip } from "./word-chip";

/** How an endpoint fares, in words. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointView }) {
  const { state, counts, lastFailure, oldSecretUntil } = endpoint;
  return (
    <>
      {state === "paused" && (
        <Alert
          variant="light"
          classNames={{ title: css.said ?? "" }}
          color={endpoint.pausedBecause === "member" ? "gray" : "orange"}
          icon={<IconPlayerPause aria-hidden />}
          title="Nothing is sent to this endpoint"
        >
          {pauseSentence(endpoint.pausedBecause)} What happens meanwhile is held
          {counts.held > 0 ? `: ${formatCount(counts.held, "delivery", "deliveries")} so far.` : "."}
        </Alert>
      )}
      {state === "failing" && (
        <Alert
          variant="light"
          classNames={{ title: css.said ?? "" }}
          color="orange"
          icon={<IconAlertTriangle aria-hidden />}
          title="The receiver does not accept what is sent"
        >
          {lastFailure?.text} What failed comes again by itself for three days. If nothing is accepted for{" "}
          {PAUSE_AFTER_DAYS} days, the endpoint is paused.
        </Alert>
      )}
      <Panel title="How it fares" action={<EndpointChip state={state} />}>
        <dl className={css.facts}>
          <dt>Address</dt>
          <dd className={css.mono}>{endpoint.url}</dd>
          <dt>It hears</dt>
          <dd>{endpoint.events.map(eventWords).join(", ")}</dd>
          <dt>Accepted, 24 h</dt>
          <dd>
            <SuccessRate {...endpoint.lastDay} />
            {endpoint.lastDay.attempts > 0 && (
              <span className={css.quiet}>, of {formatCount(endpoint.lastDay.attempts, "attempt")}</span>
            )}
          </dd>
          <dt>On their way</dt>
          <dd>
            {counts.pending} <span className={css.quiet}>and {counts.failed} given up</span>
          </dd>
          <dt>Last failure</dt>
          <dd>
            {lastFailure ? (
              <>
                <Ago at={lastFailure.at} />: {lastFailure.text}
              </>
            ) : (
              "None"
            )}
          </dd>
          <dt>Signing secret</dt>
          <dd>
            {oldSecretUntil ? (
              <>
                Two sign until <DateTimeText at={oldSecretUntil} />, then the new one alone
              </>
            ) : (
              "One signs"
            )}
          </dd>
          <dt>Added</dt>
          <dd>
            <DateText at={endpoint.createdAt} />
          </dd>
        </dl>
      </Panel>
    </>
  );
}
