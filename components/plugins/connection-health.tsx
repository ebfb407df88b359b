import { IconBoltOff, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { Ago } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";

interface ConnectionHealthProps {
  lastOkAt: Date | null;
  lastFailedAt: Date | null;
}

/** Whether the vendor answered the last time it was asked, by a test or by a check. */
export function ConnectionHealth({ lastOkAt, lastFailedAt }: ConnectionHealthProps) {
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
