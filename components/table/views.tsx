import { Tabs } from "@mantine/core";
import { formatNumber } from "@/components/ui/format/words";
import css from "./views.module.css";

interface ViewsProps<V extends string> {
  titles: Readonly<Record<V, string>>;
  /** None when the filters are nobody's view. */
  view: V | null;
  counts?: Readonly<Partial<Record<V, number | undefined>>>;
  onView: (view: V) => void;
}

/** The views everybody works from, as tabs. */
export function Views<V extends string>({ titles, view, counts, onView }: ViewsProps<V>) {
  const views = Object.entries<string>(titles) as [V, string][];
  return (
    <Tabs
      value={view}
      onChange={(chosen) => chosen && onView(chosen as V)}
      className={css.views ?? ""}
      activateTabWithKeyboard={false}
    >
      <Tabs.List aria-label="Views">
        {views.map(([key, title]) => (
          <Tabs.Tab key={key} value={key}>
            {title}
            {counts?.[key] !== undefined && <span className={css.count}>{formatNumber(counts[key])}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
