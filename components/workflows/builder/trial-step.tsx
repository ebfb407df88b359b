"use client";

import { Button, Select } from "@mantine/core";
import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { DateTimeText } from "@/components/ui/format/moment";
import { StatusChip } from "@/components/ui/status-chip";
import type { Outlet } from "@/server/engine/node";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { definitionOf } from "@/server/workflows/trial/answering/policy";
import { isPinnable } from "@/server/workflows/trial/policy";
import { readsOf } from "@/server/workflows/trial/reads/policy";
import type { Pin } from "@/server/workflows/trial/schema";
import { JsonBox, JsonText } from "./json-box";
import css from "./trial.module.css";
import type { TrialDesk } from "./use-trial";

const stateWords = {
  left: "Done",
  performing: "Asks",
  waiting: "Waits",
  incident: "Needs attention",
} as const;
const tones = { left: "neutral", performing: "waiting", waiting: "waiting", incident: "incident" } as const;
const shown = (value: unknown) =>
  value === undefined || value === null
    ? "Missing"
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);

/** What one node read and said in the test run, visit by visit, with its pin. Stands in the inspector of that node. */
export function TrialStep({
  document,
  desk,
  node,
}: {
  document: WorkflowDocument;
  desk: TrialDesk;
  node: string;
}) {
  const { trial, played, pin } = desk;
  if (!trial || !played) return null;
  const visits = played.visits.slice(0, trial.shown).filter((visit) => visit.node === node);
  const pinned = Object.hasOwn(trial.setup.pins, node) ? trial.setup.pins[node] : undefined;
  const left = visits.findLast((visit) => visit.left?.outlet)?.left;
  return (
    <section className={css.tried} aria-label="In the test run">
      <div className={css.testHead}>
        <h3>{document.nodes[node]?.title}</h3>
        {pinned ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPinnedOff size={12} aria-hidden />}
            onClick={() => pin(node, undefined)}
          >
            Unpin
          </Button>
        ) : (
          left &&
          isPinnable(played.plan, node) &&
          !left.decision && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconPin size={12} aria-hidden />}
              onClick={() => pin(node, left as Pin)}
            >
              Pin what it said
            </Button>
          )
        )}
      </div>
      {pinned && (
        <Pinned
          key={node}
          pin={pinned}
          outlets={outletsAt(document, node)}
          onChange={(next) => pin(node, next)}
        />
      )}
      {visits.length === 0 && <p className={css.quiet}>The test run has not come by here.</p>}
      {visits.map((visit) => {
        const reads = visit.saw ? readsOf(document, node, visit.saw) : [];
        return (
          <div key={`${visit.visit} ${visit.frame ?? ""}`} className={css.visit}>
            <div className={css.row}>
              <StatusChip tone={tones[visit.state]}>{stateWords[visit.state]}</StatusChip>
              {(visits.length > 1 || visit.visit > 1) && (
                <span className={css.quiet}>Visit {visit.visit}</span>
              )}
              <span className={css.quiet}>
                <DateTimeText at={visit.enteredAt} />
              </span>
            </div>
            {reads.length > 0 && (
              <>
                <h4>What it read</h4>
                <dl className={css.facts}>
                  {reads.map(({ path, title, value }) => (
                    <div key={path} style={{ display: "contents" }}>
                      <dt title={path}>{title}</dt>
                      <dd>{shown(value)}</dd>
                    </div>
                  ))}
                </dl>
              </>
            )}
            {visit.output !== undefined && (
              <details className={css.details} open>
                <summary>What it said</summary>
                <JsonText value={visit.output} label="What it said" />
              </details>
            )}
          </div>
        );
      })}
    </section>
  );
}

function outletsAt(document: WorkflowDocument, node: string) {
  const definition = definitionOf(document, node);
  const config = definition?.config.safeParse(document.nodes[node]?.config);
  return config?.success ? (definition?.outlets(config.data, document) ?? []) : [];
}

/** What a pinned node leaves with, which can be written anew. */
function Pinned({
  pin,
  outlets,
  onChange,
}: {
  pin: Pin;
  outlets: readonly Outlet[];
  onChange: (pin: Pin) => void;
}) {
  return (
    <div className={css.stack}>
      <p className={css.quiet}>Pinned: it is not run, and leaves with this.</p>
      <Select
        size="xs"
        label="Leaves by"
        allowDeselect={false}
        data={outlets.map(({ key, title }) => ({ value: key, label: title }))}
        value={pin.outlet}
        onChange={(outlet) => outlet && onChange({ ...pin, outlet })}
      />
      <JsonBox
        label="What it says"
        value={pin.output ?? {}}
        onChange={(output) => onChange({ ...pin, output })}
      />
    </div>
  );
}
