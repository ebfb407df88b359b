import { Views } from "@/components/table/views";
import type { CaseCounts } from "@/server/cases/schema";
import type { CaseFilters } from "./search-params";

export const caseViews = ["mine", "unassigned", "active", "second", "waiting", "decided"] as const;
export type CaseViewName = (typeof caseViews)[number];

type Narrowing = Pick<CaseFilters, "status" | "assignee">;

/** What each saved view asks for. */
export const viewFilters: Record<CaseViewName, Narrowing> = {
  mine: { status: null, assignee: "me" },
  unassigned: { status: null, assignee: "nobody" },
  active: { status: null, assignee: null },
  second: { status: "waiting_for_second", assignee: null },
  waiting: { status: "waiting_for_applicant", assignee: null },
  decided: { status: "decided", assignee: null },
};

const titles: Record<CaseViewName, string> = {
  mine: "Mine",
  unassigned: "Unassigned",
  active: "All active",
  second: "Second verdict",
  waiting: "With the applicant",
  decided: "Decided",
};

/** The view an address shows; none when its filters are nobody's view. */
export const viewOf = ({ status, assignee }: Narrowing): CaseViewName | null =>
  caseViews.find(
    (view) =>
      viewFilters[view].assignee === assignee &&
      (viewFilters[view].status ?? "active") === (status ?? "active"),
  ) ?? null;

/** The views everybody works from, as tabs. */
export function CaseViews({
  filters,
  counts,
  onView,
}: {
  filters: Narrowing;
  counts: CaseCounts | undefined;
  onView: (view: CaseViewName) => void;
}) {
  return (
    <Views
      titles={titles}
      view={viewOf(filters)}
      counts={{ mine: counts?.mine, unassigned: counts?.unassigned }}
      onView={onView}
    />
  );
}
