import { Tabs } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { ResizeHandle } from "@/components/ui/resize-handle";
import css from "./builder-drawer.module.css";

export const drawerTabs = ["problems", "test", "tests", "backtest", "versions"] as const;
export type DrawerTab = (typeof drawerTabs)[number];

/** Which panel is open below the canvas; every part of the builder may open another. */
export interface BuilderDrawerState {
  tab: DrawerTab | null;
  open(tab: DrawerTab): void;
  /** Opens it, or closes it when it is open. */
  toggle(tab: DrawerTab): void;
  close(): void;
}

const titles: Record<DrawerTab, string> = {
  problems: "Problems",
  test: "Test run",
  tests: "Tests",
  backtest: "Backtest",
  versions: "Versions",
};
/** Pixels; a test run has more to show than a list. */
const LOW = 240;
const HIGH = 330;

/** What stands below the canvas: one panel at a time, as high as whoever works here made it. */
export function BuilderDrawer({
  drawer,
  counts,
  aside,
  panels,
}: {
  drawer: BuilderDrawerState;
  counts: { readonly [tab in DrawerTab]?: { count: number; isBad?: boolean } };
  /** A word about the open panel, at the end of the line of tabs. */
  aside: ReactNode;
  panels: { readonly [tab in DrawerTab]: ReactNode };
}) {
  const { tab } = drawer;
  const [heights, setHeights] = useLocalStorage<{ [tab in DrawerTab]?: number }>({
    key: "gatehouse.builder.drawer",
    defaultValue: {},
  });
  const height = (tab && heights[tab]) || (tab === "test" || tab === "tests" ? HIGH : LOW);
  return (
    <section className={css.drawer} aria-label="Below the canvas" data-open={tab !== null || undefined}>
      {tab !== null && (
        <ResizeHandle
          label="Height of the panel below the canvas"
          edge="top"
          value={height}
          min={120}
          max={620}
          onChange={(next) => setHeights((before) => ({ ...before, [tab]: next }))}
        />
      )}
      <Tabs
        value={tab}
        onChange={(next) => (next === null ? drawer.close() : drawer.open(next as DrawerTab))}
        allowTabDeactivation
        keepMounted={false}
        classNames={{ root: css.tabs ?? "", list: css.list ?? "", panel: css.panel ?? "" }}
      >
        <div className={css.line}>
          <Tabs.List>
            {drawerTabs.map((one) => {
              const told = counts[one];
              return (
                <Tabs.Tab
                  key={one}
                  value={one}
                  data-tour={one}
                  rightSection={
                    told && told.count > 0 ? (
                      <span className={css.count} data-bad={told.isBad || undefined}>
                        {told.count}
                      </span>
                    ) : undefined
                  }
                >
                  {titles[one]}
                </Tabs.Tab>
              );
            })}
          </Tabs.List>
          <span className={css.aside} role="status">
            {tab !== null && aside}
          </span>
          <IconButton
            label={tab === null ? "Open the panel below the canvas" : "Close the panel below the canvas"}
            icon={tab === null ? IconChevronUp : IconChevronDown}
            variant="subtle"
            color="gray"
            onClick={() => (tab === null ? drawer.open("problems") : drawer.close())}
          />
        </div>
        {drawerTabs.map((one) => (
          <Tabs.Panel key={one} value={one} style={{ height }}>
            {panels[one]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
