import { Tabs } from "@mantine/core";
import { formatNumber } from "@/components/ui/format/words";
import type { CaseCounts } from "@/server/cases/schema";
import css from "./cases.module.css";
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
  const count: Partial<Record<CaseViewName, number | undefined>> = {
    mine: counts?.mine,
    unassigned: counts?.unassigned,
  };
  return (
    <Tabs
      value={viewOf(filters)}
      onChange={(view) => view && onView(view as CaseViewName)}
      className={css.views ?? ""}
      activateTabWithKeyboard={false}
    >
      <Tabs.List aria-label="Views">
        {caseViews.map((view) => (
          <Tabs.Tab key={view} value={view}>
            {titles[view]}
            {count[view] !== undefined && <span className={css.count}>{formatNumber(count[view])}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
