import { FigureRow } from "@/components/ui/figure-row";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { BatchView } from "@/server/batches/schema";
import { BatchBar } from "./batch-bar";
import css from "./batches.module.css";

/** How far a batch is, in numbers and as a bar. */
export function BatchProgress({ batch }: { batch: BatchView }) {
  const { counts, workflow, createdBy, createdAt, finishedAt } = batch;
  const figures: [string, number][] = [
    ["Rows", counts.rows],
    ["Decided", counts.decided],
    ["Under way", counts.open],
    ["Not decided", counts.failed],
    ["Waiting", counts.pending],
    ...(counts.cancelled > 0 ? [["Cancelled", counts.cancelled] satisfies [string, number]] : []),
  ];
  return (
    <Panel
      title="Progress"
      note={
        <>
          {workflow.title}, version {workflow.version}. Sent by {createdBy}, <DateTimeText at={createdAt} />
          {finishedAt && (
            <>
              ; done <DateTimeText at={finishedAt} />
            </>
          )}
        </>
      }
    >
      <div className={css.progress}>
        <BatchBar counts={counts} size="lg" />
        <FigureRow isLive figures={figures.map(([title, count]) => [title, formatNumber(count)])} />
      </div>
    </Panel>
  );
}
