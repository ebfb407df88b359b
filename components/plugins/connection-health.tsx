import {
  IconBoltOff,
  IconCircleCheck,
  IconCircleDashed,
  IconHourglass,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { Ago } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { ConnectionView } from "@/server/plugins/schema";

type ConnectionHealthProps = Pick<ConnectionView, "disabledAt" | "circuit" | "lastOkAt" | "lastFailedAt">;

/** Whether it is asked at all, and whether it answered the last time, by a test or by a step. */
export function ConnectionHealth({ disabledAt, circuit, lastOkAt, lastFailedAt }: ConnectionHealthProps) {
  if (disabledAt)
    return (
      <StatusChip tone="neutral" icon={IconPlugConnectedX}>
        Off, <Ago at={disabledAt} />
      </StatusChip>
    );
  if (circuit.state === "open")
    return (
      <StatusChip tone="incident" icon={IconBoltOff}>
        Resting, <Ago at={circuit.since} />
      </StatusChip>
    );
  if (circuit.state === "half_open")
    return (
      <StatusChip tone="waiting" icon={IconHourglass}>
        Tried again next
      </StatusChip>
    );
  if (lastFailedAt && (!lastOkAt || lastFailedAt > lastOkAt))
    return (
      <StatusChip tone="incident" icon={IconBoltOff}>
        No answer, <Ago at={lastFailedAt} />
      </StatusChip>
    );
  if (lastOkAt)
    return (
      <StatusChip tone="approve" icon={IconCircleCheck}>
        Answered <Ago at={lastOkAt} />
      </StatusChip>
    );
  return (
    <StatusChip tone="neutral" icon={IconCircleDashed}>
      Never asked
    </StatusChip>
  );
}
