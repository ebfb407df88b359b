import { Skeleton } from "@mantine/core";
import classes from "./workflow-view.module.css";

/** The page's shape while its version is fetched. */
export function WorkflowSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <div className={classes.bar}>
        <Skeleton height={20} width={260} />
      </div>
      <div className={classes.loading}>
        {[40, 88, 88, 88].map((height, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: four fixed shapes.
          <Skeleton key={i} height={height} width={244} radius={8} />
        ))}
      </div>
    </div>
  );
}
