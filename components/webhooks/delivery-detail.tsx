import { Button, Drawer, Skeleton } from "@mantine/core";
import type { Failure } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { DateTimeText } from "@/components/ui/format/moment";
import type { DeliveryDetail } from "@/server/webhooks/schema";
import { Attempts } from "./attempts";
import { eventWords } from "./webhook-words";
import css from "./webhooks.module.css";
import { DeliveryChip } from "./word-chip";

interface DeliveryDetailProps {
  isOpen: boolean;
  delivery: DeliveryDetail | undefined;
  failure: Failure | undefined;
  onRetry: () => void;
  onClose: () => void;
  onReplay: ((deliveryId: string) => void) | undefined;
}

/** One delivery: what was sent, what came back each time, and sending it again. */
export function DeliveryDetailDrawer(props: DeliveryDetailProps) {
  const { isOpen, delivery, failure, onRetry, onClose, onReplay } = props;
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={620}
      title={delivery ? eventWords(delivery.type) : "Delivery"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {delivery ? (
        <>
          <dl className={css.facts}>
            <dt>State</dt>
            <dd>
              <DeliveryChip state={delivery.state} failure={delivery.failure} />
            </dd>
            {delivery.failure && (
              <>
                <dt>Why</dt>
                <dd>{delivery.failure}</dd>
              </>
            )}
            <dt>Happened</dt>
            <dd>
              <DateTimeText at={delivery.createdAt} />
            </dd>
            {delivery.state === "pending" && delivery.nextAttemptAt && (
              <>
                <dt>Next attempt</dt>
                <dd>
                  <DateTimeText at={delivery.nextAttemptAt} />
                </dd>
              </>
            )}
            {delivery.deliveredAt && (
              <>
                <dt>Accepted</dt>
                <dd>
                  <DateTimeText at={delivery.deliveredAt} />
                </dd>
              </>
            )}
            <dt>Event</dt>
            <dd className={css.mono}>{delivery.eventId}</dd>
          </dl>
          {onReplay && delivery.state !== "pending" && (
            <Button mt="md" variant="default" onClick={() => onReplay(delivery.id)}>
              Send again
            </Button>
          )}
          <h3 className={css.heading}>Body</h3>
          {delivery.body === null ? (
            <p className={css.why}>The party's data was erased, and this with it.</p>
          ) : (
            <pre className={css.code}>{pretty(delivery.body)}</pre>
          )}
          <h3 className={css.heading}>Attempts</h3>
          {delivery.log.length > 0 ? (
            <Attempts log={delivery.log} />
          ) : (
            <p className={css.why}>None was made yet.</p>
          )}
        </>
      ) : failure ? (
        <FailureState {...failure} onRetry={onRetry} />
      ) : (
        <Skeleton height={320} />
      )}
    </Drawer>
  );
}

/** The same value with line breaks: what was sent and signed has none. */
const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);
