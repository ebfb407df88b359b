import { Select, Tabs } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  definitionOf,
  isStart,
  type OutletOf,
  outletsOf,
  setConfig,
  setNodeDisabled,
} from "@/server/workflows/edits/policy";
import { addPart, type PartKind, parts } from "@/server/workflows/parts/policy";
import type { DocumentProblem } from "@/server/workflows/schema";
import { NodeSettingsForm } from "../../node-settings-form";
import { withSetting } from "../../settings-values";
import { Comments } from "../comments";
import { ProblemList } from "../problem-list";
import { RecordAt } from "../record/record-at";
import { RecordBar } from "../record/record-bar";
import type { Builder } from "../use-builder";
import type { ConnectionDesk } from "../use-connections";
import css from "./inspector.module.css";
import { InspectorHead } from "./inspector-head";
import { OutputTab } from "./output-tab";
import { partCount, partsNamed, stepPartsOf } from "./part-kinds";
import { PartsTab } from "./parts-tab";
import { complaintsUnder, type ProblemPlace, placeOfProblem } from "./problem-place";
import { showSetting } from "./show-setting";
import { usePlace } from "./use-place";
import { WaysIn } from "./ways-in";
import { WaysTab } from "./ways-tab";

interface InspectorProps {
  builder: Builder;
  node: string;
  /** All of the draft: rules and forms are complained about where they stand, and mended here. */
  problems: readonly DocumentProblem[];
  /** Who comments, and when. */
  me: string;
  now: () => string;
  /** What somebody wants to mend; a new object each time. */
  wanted?: ProblemPlace | undefined;
  /** It has been brought into sight: asked for once, not each time the step is looked at. */
  onShown: () => void;
  isFull: boolean;
  onFull: (isFull: boolean) => void;
  connections: ConnectionDesk | undefined;
  onAdd: (after: OutletOf) => void;
  /** Opens what of the workflow a setting names. */
  onPart: (kind: PartKind, key: string) => void;
  onShow: (place: Pick<DocumentProblem, "path" | "node">) => void;
  onClose: () => void;
}

/** What a step is called, what it goes by, what it does and leaves, where it leads, and what is wrong with it. */
export function Inspector(props: InspectorProps) {
  const { builder, node: key, problems, wanted } = props;
  const { document, editor } = builder.parts;
  const { isReadOnly } = builder;
  const node = document.nodes[key];
  const of = stepPartsOf(node?.type ?? "");
  const [tab, setTab] = useState<string | null>(wanted?.tab ?? (of ? "part" : "settings"));
  const place = usePlace(builder, key, props.connections);
  const panel = useRef<HTMLElement>(null);
  const shown = useRef(props.onShown);
  useEffect(() => {
    if (!wanted || wanted.node !== key) return;
    setTab(wanted.tab);
    return showSetting(panel, wanted.setting, shown.current);
  }, [wanted, key]);
  if (!node) return null;
  const definition = definitionOf(node.type);
  const own = problems.filter((problem) => placeOfProblem(document, problem)?.node === key);
  const open = (editor.comments ?? []).filter((one) => one.node === key && !one.isSettled).length;
  const outlets = outletsOf(document, key);
  return (
    <section ref={panel} className={css.inspector} aria-label={`Step ${node.title}`} data-tour="inspector">
      <InspectorHead
        {...{ builder, node: key }}
        isFull={props.isFull}
        onFull={props.onFull}
        onClose={props.onClose}
      />
      {node.disabled !== undefined && (
        <Select
          size="xs"
          m="sm"
          label="Left out: runs go on at"
          data={outlets.map((outlet) => ({ value: outlet.key, label: outlet.title }))}
          value={node.disabled}
          allowDeselect={false}
          readOnly={isReadOnly}
          onChange={(outlet) =>
            outlet &&
            builder.edit(`“${node.title}” is left at another way out`, (parts) =>
              setNodeDisabled(parts, key, outlet),
            )
          }
        />
      )}
      <Tabs
        value={tab}
        onChange={setTab}
        keepMounted={false}
        classNames={{ list: css.tabs ?? "", panel: css.panel ?? "" }}
      >
        <Tabs.List>
          {of && (
            <Tab value="part" count={partCount(document, of, partsNamed(of, node.config))}>
              {of.tab}
            </Tab>
          )}
          <Tab value="settings">Settings</Tab>
          <Tab value="output">Output</Tab>
          <Tab value="ways" count={outlets.length}>
            Ways out
          </Tab>
          <Tab value="comments" count={open}>
            Comments
          </Tab>
          {own.length > 0 && (
            <Tab value="problems" count={own.length} isBad={own.some(({ severity }) => severity === "error")}>
              Problems
            </Tab>
          )}
        </Tabs.List>
        {of && (
          <Tabs.Panel value="part">
            <RecordAt document={document} node={of.kind === "form" ? null : key}>
              <PartsTab {...{ builder, node: key, of, place, problems, wanted }} onPart={props.onPart} />
            </RecordAt>
          </Tabs.Panel>
        )}
        <Tabs.Panel value="settings">
          {definition?.summary && <p className={css.quiet}>{definition.summary}</p>}
          {!place.available.isConnected && !isReadOnly && (
            <p className={css.note}>
              No way leads here yet, so every field of the workflow is offered. Connect the step to see what
              is known by then.
            </p>
          )}
          {definition && (
            <RecordAt document={document} node={hasConditions(node.type) ? key : null}>
              <fieldset className={css.plain} disabled={isReadOnly} aria-label="Settings">
                {hasConditions(node.type) && <RecordBar builder={builder} node={key} />}
                <NodeSettingsForm
                  definition={definition}
                  value={node.config}
                  source={document}
                  place={place}
                  parts={{
                    open: props.onPart,
                    add: (kind, title, path) =>
                      builder.edit(`Add ${parts[kind].one} “${title}”`, (before) => {
                        const { parts: next, key: made } = addPart(before, kind, title);
                        const config = withSetting(next.document.nodes[key]?.config, path, made);
                        return setConfig(next, key, config as Record<string, unknown>);
                      }),
                  }}
                  complaints={complaintsUnder(problems, `nodes.${key}.config`)}
                  wanted={wanted?.tab === "settings" && wanted.node === key ? wanted.setting : undefined}
                  onChange={(settings) =>
                    builder.edit(
                      `Settings of “${node.title}”`,
                      (parts) => setConfig(parts, key, settings as Record<string, unknown>),
                      { merge: `config ${key}` },
                    )
                  }
                />
              </fieldset>
            </RecordAt>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="output">
          <OutputTab document={document} node={key} onSelect={(one) => builder.select([one])} />
        </Tabs.Panel>
        <Tabs.Panel value="ways">
          <WaysTab builder={builder} node={key} onAdd={props.onAdd} />
          {!isStart(document, key) && (
            <WaysIn
              document={document}
              node={key}
              onJump={({ node, path = "" }) => props.onShow({ node, path })}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="comments">
          <Comments builder={builder} node={key} me={props.me} now={props.now} />
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <ProblemList problems={own} onShow={props.onShow} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** Whose settings are conditions first of all. */
const hasConditions = (type: string) => type === "branch";

const Tab = ({
  value,
  count = 0,
  isBad = false,
  children,
}: {
  value: string;
  count?: number;
  isBad?: boolean;
  children: ReactNode;
}) => (
  <Tabs.Tab
    value={value}
    rightSection={
      count > 0 ? (
        <span className={css.count} data-bad={isBad || undefined}>
          {count}
        </span>
      ) : undefined
    }
  >
    {children}
  </Tabs.Tab>
);
