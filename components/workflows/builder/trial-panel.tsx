"use client";

import { Button, Menu, Select, UnstyledButton } from "@mantine/core";
import {
  IconArrowBackUp,
  IconClock,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconRestore,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { DateTimeText } from "@/components/ui/format/moment";
import { IconButton } from "@/components/ui/icon-button";
import { useKeys } from "@/components/ui/keys";
import { tell } from "@/components/ui/tell";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { withoutPersonalData } from "@/server/workflows/trial/anonymous/policy";
import { definitionOf } from "@/server/workflows/trial/answering/policy";
import { runTest, testOf, withTest } from "@/server/workflows/trial/cases/policy";
import type { PastRun } from "@/server/workflows/trial/past/policy";
import { playTrial, whyNotRun } from "@/server/workflows/trial/policy";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { openSavedTest } from "./tests-panel";
import css from "./trial.module.css";
import { OtherQuestions, TrialNow } from "./trial-now";
import { SaveTest, TrialOutcome } from "./trial-outcome";
import { TrialSetupForm } from "./trial-setup";
import type { TrialBuilder, TrialDesk } from "./use-trial";

const DAY_MS = 86_400_000;
const spans = [
  { label: "1 hour", ms: 3_600_000 },
  { label: "1 day", ms: DAY_MS },
  { label: "7 days", ms: 7 * DAY_MS },
  { label: "30 days", ms: 30 * DAY_MS },
];

/** The drawer's tab *Test run*: the real interpreter, in this browser, with whoever builds in the world's place. */
export function TrialPanel({
  builder,
  desk,
  now,
  pastRuns,
}: {
  builder: TrialBuilder;
  desk: TrialDesk;
  /** The time a new test run begins at. */
  now: string;
  /** The list of past runs, for those who may read them. */
  pastRuns?: ((onChoose: (past: PastRun) => void) => ReactNode) | undefined;
}) {
  const { document, editor } = builder.parts;
  const tests = editor.tests ?? [];
  const { trial, played } = desk;
  const broken = useMemo(
    () => desk.broken ?? (trial ? undefined : whyNotRun(document, nodeCatalogue)),
    [desk.broken, trial, document],
  );
  // Of several things that wait, any may be answered first.
  const [chosen, setChosen] = useState<string>();
  const waiting = desk.question ? (played?.questions ?? []) : [];
  const question = waiting.find(({ to }) => to === chosen) ?? waiting[0];
  useKeys("Test run", trial ? trialKeys(desk) : []);
  const save = (title: string, replace: boolean) => {
    if (!trial || !played) return;
    const told = { setup: trial.setup, answers: trial.answers.slice(0, trial.told) };
    const kept = desk.sources.past ? withoutPersonalData(document, told) : told;
    const made = testOf(kept, playTrial(document, kept, nodeCatalogue), title, tests);
    const test = replace && trial.test !== undefined ? { ...made, key: trial.test } : made;
    builder.edit(`Save test “${test.title}”`, (parts) => ({
      ...parts,
      editor: withTest(parts.editor, test),
    }));
    const isSame = test.expected.outcome === (played.state.decision?.outcome ?? null);
    tell(
      isSame && runTest(document, test).hasPassed
        ? `Saved as test case “${test.title}”`
        : `Saved. With invented data it comes to another outcome: open “${test.title}” and look.`,
    );
  };
  return (
    <div className={css.whole}>
      <TrialBar desk={desk} />
      <div className={css.panel}>
        <div className={css.column} data-scrolls>
          {trial && played ? (
            <Steps builder={builder} desk={desk} />
          ) : (
            <p className={css.quiet}>
              The workflow runs here, in your browser. Nothing is sent, charged or written to a party.
            </p>
          )}
        </div>
        <div className={css.column}>
          {broken !== undefined && (
            <p className={css.note} role="alert">
              It cannot be run yet: {broken}
            </p>
          )}
          {!trial && broken === undefined && (
            <TrialSetupForm
              document={document}
              tests={tests}
              now={now}
              pastRuns={pastRuns?.((past) =>
                desk.begin(past.setup, { sources: { vendors: "past", people: "past", past } }),
              )}
              onBegin={(setup) =>
                desk.begin(setup, { sources: { vendors: "sandbox", people: "hand", past: undefined } })
              }
              onTest={(test) => openSavedTest(desk, test)}
            />
          )}
          {desk.misfit && (
            <p className={css.note} role="alert">
              {misfitWords(document, desk.misfit.answer, desk.misfit.why)}
            </p>
          )}
          {trial && played && question && (
            <>
              <TrialNow
                key={question.to}
                document={document}
                desk={desk}
                question={question}
                played={played}
              />
              <OtherQuestions
                document={document}
                questions={waiting.filter((one) => one !== question)}
                onChoose={setChosen}
              />
            </>
          )}
          {trial && played && !question && !desk.isOver && (
            <p className={css.quiet}>
              {played.visits[trial.shown - 1] &&
                `At “${document.nodes[played.visits[trial.shown - 1]?.node ?? ""]?.title ?? ""}”. `}
              Press N for the next node.
            </p>
          )}
          {desk.isOver && played && <TrialOutcome document={document} played={played} />}
          {trial && played && !builder.isReadOnly && (question || desk.isOver) && (
            <div style={{ marginTop: 16 }}>
              <SaveTest
                hasDecision={played.state.decision !== undefined}
                known={tests.find(({ key }) => key === trial.test)?.title}
                holdsPersonalData={desk.sources.past !== undefined}
                onSave={save}
              />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function misfitWords(document: WorkflowDocument, answer: SavedTest["answers"][number], why: string): string {
  const node = "to" in answer ? answer.to.split(/[:@]/)[0] : undefined;
  const whose =
    node === undefined ? "The time that passed" : `The answer to “${document.nodes[node]?.title ?? node}”`;
  return `${whose} does not fit the workflow any more: ${why} The test run stands before it; answer anew from here.`;
}

const trialKeys = (desk: TrialDesk) => [
  { keys: "n", label: "Next node", run: desk.step },
  { keys: "s", label: "To the next stop", run: desk.toStop },
  { keys: "b", label: "A step back", run: desk.back },
];

function TrialBar({ desk }: { desk: TrialDesk }) {
  const { trial, played, sources, setSources } = desk;
  if (!trial || !played) return null;
  const options = (...list: string[]) =>
    list
      .filter((one) => one !== "past" || sources.past !== undefined)
      .map((value) => ({
        value,
        label: { hand: "by hand", sandbox: "from the sandbox", past: "as in the past run" }[value] ?? value,
      }));
  return (
    <div className={css.bar} role="toolbar" aria-label="Test run">
      <IconButton
        label="A step back"
        icon={IconArrowBackUp}
        variant="subtle"
        disabled={!desk.canBack}
        onClick={desk.back}
      />
      <Button
        size="compact-sm"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        disabled={desk.isOver}
        onClick={desk.step}
      >
        Next node
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
        disabled={desk.isOver}
        onClick={desk.toStop}
      >
        To the next stop
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlayerSkipForward size={14} aria-hidden />}
        disabled={desk.isOver}
        onClick={desk.toEnd}
      >
        To the end
      </Button>
      <IconButton label="From the start" icon={IconRestore} variant="subtle" onClick={desk.reset} />
      <IconButton label="Leave the test run" icon={IconX} variant="subtle" onClick={desk.leave} />
      <Select
        size="xs"
        w={190}
        aria-label="How vendors answer"
        allowDeselect={false}
        data={options("sandbox", "past", "hand").map((one) => ({ ...one, label: `Vendors ${one.label}` }))}
        value={sources.vendors}
        onChange={(value) => value && setSources({ ...sources, vendors: value as typeof sources.vendors })}
      />
      {sources.past && (
        <Select
          size="xs"
          w={190}
          aria-label="How people answer"
          allowDeselect={false}
          data={options("past", "hand").map((one) => ({ ...one, label: `People ${one.label}` }))}
          value={sources.people}
          onChange={(value) => value && setSources({ ...sources, people: value as typeof sources.people })}
        />
      )}
      <span className={css.clock}>
        <IconClock size={14} aria-hidden />
        <DateTimeText at={played.clock} />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="compact-xs" variant="default" disabled={desk.isOver}>
              Let time pass
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {played.nextTimer !== undefined && (
              <Menu.Item onClick={() => desk.answer({ kind: "time", ms: null })}>
                Until the next deadline, <DateTimeText at={played.nextTimer} />
              </Menu.Item>
            )}
            {spans.map(({ label, ms }) => (
              <Menu.Item key={label} onClick={() => desk.answer({ kind: "time", ms })}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </span>
    </div>
  );
}

/** The path so far; each step leads to its node. */
function Steps({ builder, desk }: { builder: TrialBuilder; desk: TrialDesk }) {
  const { document } = builder.parts;
  const { trial, played } = desk;
  const last = useRef<HTMLLIElement>(null);
  const shown = trial?.shown ?? 0;
  useEffect(() => {
    // Only the list is scrolled: the page stays where it is.
    const list = last.current?.closest("[data-scrolls]");
    if (shown > 0 && list) list.scrollTop = list.scrollHeight;
  }, [shown]);
  if (!trial || !played) return null;
  const visits = played.visits.slice(0, shown);
  const wayOf = (node: string, outlet: string | undefined) => {
    if (outlet === undefined) return "";
    const definition = definitionOf(document, node);
    const config = definition?.config.safeParse(document.nodes[node]?.config);
    const outlets = config?.success ? (definition?.outlets(config.data, document) ?? []) : [];
    return outlets.length > 1 ? (outlets.find(({ key }) => key === outlet)?.title ?? outlet) : "";
  };
  return (
    <section aria-label="Path">
      <h2>Path</h2>
      <ol className={css.steps}>
        {visits.map((visit, i) => {
          const isLast = i === visits.length - 1;
          return (
            <li key={`${visit.node} ${visit.visit} ${visit.frame ?? ""}`} ref={isLast ? last : undefined}>
              <UnstyledButton
                className={css.step}
                aria-current={isLast ? "step" : undefined}
                aria-pressed={builder.selection.at(-1) === visit.node}
                onClick={() => builder.select([visit.node])}
              >
                <span className={css.number}>{i + 1}</span>
                <span className={css.name}>
                  {document.nodes[visit.node]?.title ?? visit.node}
                  {visit.isPinned && " (pinned)"}
                </span>
                {!isLast && <span className={css.way}>{wayOf(visit.node, visit.outlet)}</span>}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
