import { Views } from "@/components/table/views";
import type { RunViewName } from "./search-params";

const titles: Record<RunViewName, string> = {
  attention: "Needs attention",
  active: "In progress",
  completed: "Completed",
  cancelled: "Cancelled",
  all: "All",
};

/** The views everybody works from, as tabs. */
export function RunViews({ view, onView }: { view: RunViewName; onView: (view: RunViewName) => void }) {
  return <Views titles={titles} view={view} onView={onView} />;
}
