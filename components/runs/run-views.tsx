import { Tabs } from "@mantine/core";
import css from "./runs.module.css";
import { type RunViewName, runViews } from "./search-params";

const titles: Record<RunViewName, string> = {
  attention: "Needs attention",
  active: "In progress",
  completed: "Completed",
  cancelled: "Cancelled",
  all: "All",
};

/** The views everybody works from, as tabs. */
export function RunViews({ view, onView }: { view: RunViewName; onView: (view: RunViewName) => void }) {
  return (
    <Tabs
      value={view}
      onChange={(chosen) => chosen && onView(chosen as RunViewName)}
      className={css.views ?? ""}
      activateTabWithKeyboard={false}
    >
      <Tabs.List aria-label="Views">
        {runViews.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {titles[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
