import { Button, Drawer, SegmentedControl, Select, Switch, Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconChevronUp,
  IconHistory,
  IconPencil,
  IconTableImport,
  IconVersions,
  IconX,
} from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Canvas } from "@/components/canvas/canvas";
import type { CanvasGraph } from "@/components/canvas/graph";
import { useCrumbs } from "@/components/shell/crumbs";
import { DateTimeText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { StatusChip } from "@/components/ui/status-chip";
import type { RunMode } from "@/db/enums/enums";
import type { CountPeriod, RunStep } from "@/server/runs/schema";
import type { AppendixSection } from "@/server/workflows/appendix/policy";
import type { PolicyStep } from "@/server/workflows/policy";
import type { VersionView } from "@/server/workflows/schema";
import { CountsBar, type CountsBarProps } from "./counts-bar";
import { NodeInspector } from "./node-inspector";
import { PolicyView } from "./policy-view";
import { VersionsList } from "./versions-list";
import classes from "./workflow-view.module.css";

interface Search {
  version: number | null;
  view: "canvas" | "policy";
  node: string | null;
  body: string | null;
  run: string | null;
  counts: CountPeriod | null;
  mode: RunMode | null;
  drawer: "runs" | "versions" | null;
}

export interface WorkflowViewProps {
  mayEdit: boolean;
  version: VersionView;
  graph: CanvasGraph;
  policy: { outcomes: string; steps: PolicyStep[]; appendix: AppendixSection[] };
  search: Search;
  onSearch: (change: Partial<Search>) => void;
  /** A step is chosen, wherever it stands. */
  onChoose: (node: string | null) => void;
  /** What is behind a step of the drawing is opened, or left. */
  onOpen: (node: string | null) => void;
  /** What stands beside the way into a body. */
  tools: ReactNode;
  visitsOf: (node: string) => RunStep[] | null;
  /** The branch or element a step of the run belongs to, in words. */
  lineOf: (step: RunStep) => string;
  /** What is counted on the drawing; nothing for who may not see runs. */
  counts: Omit<CountsBarProps, "period" | "mode" | "version" | "onPeriod" | "onMode"> | undefined;
  /** The story of the run that is shown, if one is. */
  runPanel: ReactNode;
  runs: ReactNode;
}

/** What turning the counts on does to the address: they are of many runs, and stand on the drawing. */
const countingFrom = { counts: "7d", run: null, view: "canvas" } as const;

/** The canvas in the middle, details at the side, runs and versions below; on a phone the details come from below. */
export function WorkflowView(props: WorkflowViewProps) {
  const { version, graph, policy, search, onSearch, onChoose, visitsOf, runPanel, runs } = props;
  const { workflow, document } = version;
  const isNarrow = useMediaQuery("(max-width: 62em)", false);
  const isLive = version.version === workflow.liveVersion;
  const isCounted = search.counts !== null && search.run === null && search.view === "canvas";
  useCrumbs([{ title: workflow.title }]);
  useKeys("Workflow", [
    {
      keys: "v",
      label: "Drawing or sentences",
      run: () => onSearch({ view: search.view === "canvas" ? "policy" : "canvas" }),
      inPalette: true,
    },
    {
      keys: "r",
      label: "Show the runs",
      run: () => onSearch({ drawer: search.drawer === "runs" ? null : "runs" }),
      inPalette: true,
    },
    ...(props.counts
      ? [
          {
            keys: "c",
            label: "Count runs on the canvas",
            run: () => onSearch(isCounted ? { counts: null, mode: null } : countingFrom),
            inPalette: true,
          },
        ]
      : []),
    {
      keys: "escape",
      label: "Close the details",
      run: () => onSearch(search.node ? { node: null } : { run: null }),
    },
  ]);

  const node = search.node === null ? undefined : document.nodes[search.node];
  const step = policy.steps.find((one) => one.node === search.node);
  const details =
    node && step ? (
      <NodeInspector
        node={node}
        step={step}
        visits={visitsOf(step.node)}
        lineOf={props.lineOf}
        onSelect={onChoose}
        onClose={() => onSearch({ node: null })}
      />
    ) : null;
  const side = details ?? runPanel;

  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <h1>{workflow.title}</h1>
        <Select
          size="xs"
          w={148}
          aria-label="Version"
          allowDeselect={false}
          data={version.versions.map(({ version: number }) => ({
            value: String(number),
            label: `Version ${number}${number === workflow.liveVersion ? ", live" : ""}`,
          }))}
          value={String(version.version)}
          onChange={(value) =>
            value && onSearch({ version: Number(value), run: null, node: null, body: null })
          }
        />
        {!isLive && <StatusChip tone="neutral">Not live</StatusChip>}
        {search.run !== null && <StatusChip tone="waiting">Showing one run</StatusChip>}
        <div className={classes.tools}>
          {props.mayEdit && (
            <Button
              component={Link}
              href={`/workflows/${workflow.id}/edit`}
              variant="default"
              size="xs"
              leftSection={<IconPencil size={16} aria-hidden />}
            >
              Edit
            </Button>
          )}
          <Button
            component={Link}
            href={`/workflows/${workflow.id}/versions`}
            variant="default"
            size="xs"
            leftSection={<IconVersions size={16} aria-hidden />}
          >
            Versions
          </Button>
          {props.counts && (
            <Button
              component={Link}
              href={`/workflows/${workflow.id}/backtests`}
              variant="default"
              size="xs"
              leftSection={<IconHistory size={16} aria-hidden />}
            >
              Backtests
            </Button>
          )}
          {Object.values(document.nodes).some(({ type }) => type === "decision_start") && (
            <Button
              component={Link}
              href={`/workflows/${workflow.id}/batches`}
              variant="default"
              size="xs"
              leftSection={<IconTableImport size={16} aria-hidden />}
            >
              Batches
            </Button>
          )}
          {props.counts && (
            <Switch
              size="sm"
              label="Runs"
              aria-label="Count runs on the canvas"
              checked={isCounted}
              onChange={() => onSearch(isCounted ? { counts: null, mode: null } : countingFrom)}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label="How the version is shown"
            value={search.view}
            onChange={(view) => onSearch({ view: view as Search["view"] })}
            data={[
              { value: "canvas", label: "Canvas" },
              { value: "policy", label: "Sentences" },
            ]}
          />
        </div>
      </header>
      {props.counts && isCounted && search.counts && (
        <CountsBar
          {...props.counts}
          period={search.counts}
          mode={search.mode}
          version={version.version}
          onPeriod={(period) => onSearch({ counts: period })}
          onMode={(mode) => onSearch({ mode })}
        />
      )}
      <div className={classes.body} data-side={(side !== null && !isNarrow) || undefined}>
        <div className={classes.middle}>
          {search.view === "canvas" ? (
            <Canvas
              graph={graph}
              selected={search.node}
              onSelect={(selected) => onSearch({ node: selected })}
              open={search.body}
              onOpen={props.onOpen}
              label={`${workflow.title}, version ${version.version}`}
              tools={props.tools}
            />
          ) : (
            <section className={classes.scroll} aria-label="The policy in sentences">
              <PolicyView
                title={workflow.title}
                outcomes={policy.outcomes}
                steps={policy.steps}
                appendix={policy.appendix}
                standing={
                  <>
                    Version {version.version}
                    {isLive && ", live"}, published by {version.publishedBy}{" "}
                    <DateTimeText at={version.publishedAt} /> ({version.hash.slice(0, 12)})
                  </>
                }
                pdfHref={`/api/workflows/${workflow.id}/policy?version=${version.version}`}
                onSelect={onChoose}
              />
            </section>
          )}
        </div>
        {side && !isNarrow && <aside className={classes.side}>{side}</aside>}
        <Lower
          drawer={search.drawer}
          count={version.versions.length}
          onDrawer={(drawer) => onSearch({ drawer })}
          runs={runs}
          versions={
            <VersionsList
              versions={version.versions}
              live={workflow.liveVersion}
              shown={version.version}
              onShow={(number) => onSearch({ version: number, run: null, node: null, body: null })}
            />
          }
        />
      </div>
      <Drawer.Root
        opened={side !== null && isNarrow === true}
        onClose={() => onSearch(search.node ? { node: null } : { run: null })}
        position="bottom"
        size="70%"
        padding={0}
      >
        <Drawer.Overlay />
        <Drawer.Content aria-label="Details">
          <Drawer.Body>{side}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </div>
  );
}

function Lower({
  drawer,
  count,
  onDrawer,
  runs,
  versions,
}: {
  drawer: Search["drawer"];
  count: number;
  onDrawer: (drawer: Search["drawer"]) => void;
  runs: ReactNode;
  versions: ReactNode;
}) {
  return (
    <section
      className={classes.drawer}
      data-open={drawer !== null || undefined}
      aria-label="Runs and versions"
    >
      <Tabs
        value={drawer}
        onChange={(value) => onDrawer(value as Search["drawer"])}
        allowTabDeactivation
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs ?? ""}>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="versions" rightSection={<span className={classes.count}>{count}</span>}>
            Versions
          </Tabs.Tab>
        </Tabs.List>
        <div className={classes.fold}>
          <IconButton
            label={drawer ? "Fold the drawer" : "Open the drawer"}
            icon={drawer ? IconX : IconChevronUp}
            onClick={() => onDrawer(drawer ? null : "runs")}
          />
        </div>
        <div className={classes.drawerBody}>
          <Tabs.Panel value="runs">{runs}</Tabs.Panel>
          <Tabs.Panel value="versions">{versions}</Tabs.Panel>
        </div>
      </Tabs>
    </section>
  );
}
