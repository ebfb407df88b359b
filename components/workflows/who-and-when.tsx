import { DateTimeText } from "@/components/ui/format/moment";
import type { VersionRow } from "@/server/workflows/rollout/schema";

/** “Lena Brandt, approved by Ada King, 23 Nov 2026, 14:05” */
export function WhoAndWhen({
  row: { publishedBy, approvedBy, publishedAt },
}: {
  row: Pick<VersionRow, "publishedBy" | "approvedBy" | "publishedAt">;
}) {
  return (
    <span>
      {publishedBy}
      {approvedBy !== null && `, approved by ${approvedBy}`}, <DateTimeText at={publishedAt} />
    </span>
  );
}
