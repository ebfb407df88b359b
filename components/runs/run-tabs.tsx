import { Button, Tabs } from "@mantine/core";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunState } from "@/server/engine/state";
import { readable } from "@/server/runs/policy";
import type { JournalEntry, RunAttempt, RunRecord, RunStep } from "@/server/runs/schema";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { eventKind, eventSentence, ignoredSentence, partsOfKey } from "./event-words";
import { JsonView } from "./json-view";
import type { VisitMoment } from "./replay";
import css from "./run-page.module.css";
import type { runTabs } from "./search-params";

type Tab = (typeof runTabs)[number];

interface RunTabsProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  document: WorkflowDocument;
  path: readonly RunStep[];
  visits: readonly VisitMoment[] | undefined;
  record: RunRecord | undefined;
  events: readonly JournalEntry[];
  state: RunState | undefined;
  at: number;
  sentenceOf: (step: RunStep) => string | null;
  outletOf: (step: RunStep) => string | null;
  onMove: (seq: number) => void;
}

/** The run in lists: every visit, every question, every wait, every event, and what it knows. */
export function RunTabs(props: RunTabsProps) {
  const { tab, onTab, path, record, events, state } = props;
  const attempts = record?.attempts.length ?? 0;
  const stops = (record?.waits.length ?? 0) + (record?.timers.length ?? 0);
  return (
    <Tabs
      value={tab}
      onChange={(next) => next && onTab(next as Tab)}
      keepMounted={false}
      className={css.tabs ?? ""}
    >
      <Tabs.List aria-label="The run in lists">
        <Tabs.Tab value="steps">Steps {path.length}</Tabs.Tab>
        <Tabs.Tab value="asked">Attempts {attempts}</Tabs.Tab>
        <Tabs.Tab value="waits">Waits and timers {stops}</Tabs.Tab>
        <Tabs.Tab value="journal">Journal {events.length}</Tabs.Tab>
        <Tabs.Tab value="data">Data</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="steps">
        <Steps {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="asked">
        <Attempts attempts={record?.attempts ?? []} document={props.document} />
      </Tabs.Panel>
      <Tabs.Panel value="waits">
        <Stops record={record} document={props.document} />
      </Tabs.Panel>
      <Tabs.Panel value="journal">
        <Journal {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="data">
        {state ? (
          <JsonView value={readable(JSON.parse(JSON.stringify(state.data)))} label="The run's data" />
        ) : (
          <p className={css.quiet}>The journal is not read yet.</p>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

const titleIn = (document: WorkflowDocument, node: string) => document.nodes[node]?.title ?? node;

/** Between two times, as short as it can be said: `340 ms`, `2.4 s`, `5 min`, `3 h`, `4 d`. */
function took(from: string, to: string | null): string {
  if (to === null) return "so far";
  const ms = Math.max(0, new Date(to).getTime() - new Date(from).getTime());
  const units: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  for (const [size, word] of units)
    if (ms >= size) return `${Math.round((ms / size) * 10) / 10}\u00a0${word}`;
  return `${ms}\u00a0ms`;
}

const stateWords: Record<RunStep["state"], { tone: Tone; text: string }> = {
  left: { tone: "neutral", text: "Left" },
  performing: { tone: "waiting", text: "Asking" },
  waiting: { tone: "waiting", text: "Waiting" },
  incident: { tone: "incident", text: "Stopped" },
};

function Steps({ path, visits, record, document, sentenceOf, outletOf, onMove }: RunTabsProps) {
  return (
    <ul className={css.rows}>
      {path.map((step, place) => {
        const visit = visits?.[place];
        const seq = visit?.leftSeq ?? visit?.enteredSeq;
        const { tone, text } = stateWords[step.state];
        const input = inputOf(step, record);
        const output = step.output ?? visit?.output ?? null;
        return (
          <li key={`${step.node} ${step.visit} ${step.frame ?? ""}`}>
            <details>
              <summary>
                <b className={css.title}>
                  {titleIn(document, step.node)}
                  {step.visit > 1 && <em> {step.visit}×</em>}
                  {step.frame && <em> in {step.frame}</em>}
                </b>
                <StatusChip tone={tone}>{outletOf(step) || text}</StatusChip>
                <span className={css.words}>{sentenceOf(step)}</span>
                <span className={css.quiet}>
                  <DateTimeText at={step.enteredAt} />, {took(step.enteredAt, step.leftAt)}
                </span>
              </summary>
              <div className={css.inside}>
                <div>
                  <h2 className={css.sub}>What went in</h2>
                  <JsonView value={input} label={`What went into ${titleIn(document, step.node)}`} />
                </div>
                <div>
                  <h2 className={css.sub}>What came out</h2>
                  <JsonView
                    value={output === null ? null : readable(output as never)}
                    label={`What came out of ${titleIn(document, step.node)}`}
                  />
                </div>
                {seq !== undefined && (
                  <Button size="compact-sm" variant="default" onClick={() => onMove(seq)}>
                    Show the run at that moment
                  </Button>
                )}
              </div>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** What a step asked or opened. A step that decides reads the run's data, which stands under “Data”. */
function inputOf(step: RunStep, record: RunRecord | undefined): unknown {
  const isMine = (key: string, visit: number) =>
    partsOfKey(key).node === step.node &&
    visit === step.visit &&
    (step.frame === undefined || key.includes(`@${step.frame}:`));
  const wait = record?.waits.find(({ key, visit }) => isMine(key, visit));
  if (wait) return wait.request;
  const asked = (record?.attempts ?? []).filter(({ key, visit }) => isMine(key, visit));
  return Object.fromEntries(asked.map(({ scope, request }) => [scope || "request", request]));
}

const attemptWords: Record<RunAttempt["status"], { tone: Tone; text: string }> = {
  planned: { tone: "waiting", text: "Planned" },
  started: { tone: "waiting", text: "Under way" },
  awaiting: { tone: "waiting", text: "Awaited" },
  succeeded: { tone: "approve", text: "Answered" },
  failed: { tone: "incident", text: "Failed" },
  unknown: { tone: "incident", text: "Answer lost" },
  late: { tone: "neutral", text: "Not needed" },
};

function Attempts({ attempts, document }: { attempts: readonly RunAttempt[]; document: WorkflowDocument }) {
  if (attempts.length === 0) return <p className={css.nothing}>This run has asked nobody.</p>;
  return (
    <ul className={css.rows}>
      {attempts.map((one) => {
        const { tone, text } = attemptWords[one.status];
        return (
          <li key={one.key}>
            <details>
              <summary>
                <b className={css.title}>
                  {titleIn(document, one.node)}
                  <em>
                    {" "}
                    {one.scope && one.scope !== "party" ? `${one.scope}, ` : ""}attempt {one.attempt}
                  </em>
                </b>
                <StatusChip tone={tone}>{text}</StatusChip>
                <span className={css.words}>{one.error?.message}</span>
                <span className={css.quiet}>
                  <DateTimeText at={one.startedAt ?? one.plannedAt} />
                  {one.startedAt && `, ${took(one.startedAt, one.finishedAt)}`}
                </span>
              </summary>
              <div className={css.inside}>
                <dl className={css.facts}>
                  <dt>Key</dt>
                  <dd>
                    <code>{one.key}</code>
                  </dd>
                  <dt>Planned</dt>
                  <dd>
                    <DateTimeText at={one.plannedAt} />
                  </dd>
                  {one.leaseUntil && (
                    <>
                      <dt>Leased until</dt>
                      <dd>
                        <DateTimeText at={one.leaseUntil} />
                      </dd>
                    </>
                  )}
                  {one.error && (
                    <>
                      <dt>Kind of failure</dt>
                      <dd>{one.error.kind.replace("_", " ")}</dd>
                    </>
                  )}
                </dl>
                <div>
                  <h2 className={css.sub}>Request</h2>
                  <JsonView value={one.exchange?.request ?? one.request} label="Request" />
                </div>
                <div>
                  <h2 className={css.sub}>Response</h2>
                  <JsonView value={one.exchange?.response ?? one.response ?? one.error} label="Response" />
                </div>
                <p className={css.quiet}>
                  Credentials are never kept; what is named like a secret is masked.
                </p>
              </div>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

function Stops({ record, document }: { record: RunRecord | undefined; document: WorkflowDocument }) {
  const waits = record?.waits ?? [];
  const timers = record?.timers ?? [];
  if (waits.length + timers.length === 0)
    return <p className={css.nothing}>This run has waited for nothing.</p>;
  return (
    <ul className={css.rows}>
      {waits.map((wait) => (
        <li key={wait.key}>
          <details>
            <summary>
              <b className={css.title}>{titleIn(document, wait.node)}</b>
              <StatusChip tone={wait.closedAt ? "neutral" : "waiting"}>
                {wait.closedAt ? "Closed" : "Open"}
              </StatusChip>
              <span className={css.words}>Waits for {wait.signal.replaceAll("_", " ")}</span>
              <span className={css.quiet}>
                <DateTimeText at={wait.openedAt} />, {took(wait.openedAt, wait.closedAt)}
              </span>
            </summary>
            <div className={css.inside}>
              <JsonView value={wait.request} label="What it asks for" />
            </div>
          </details>
        </li>
      ))}
      {timers.map((timer) => (
        <li key={timer.key} className={css.plain}>
          <b className={css.title}>{titleIn(document, partsOfKey(timer.key).node)}</b>
          <StatusChip tone={timer.closedAt ? "neutral" : "waiting"}>
            {timer.closedAt ? "Over" : "Running"}
          </StatusChip>
          <span className={css.words}>
            {timer.key.endsWith(":retry") ? "Pause before the next attempt" : "Deadline"}
          </span>
          <span className={css.quiet}>
            <DateTimeText at={timer.fireAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const MOST_SHOWN = 500;

function Journal({ events, document, at, onMove }: RunTabsProps) {
  // A window around the moment: twenty thousand rows at once would stop the page.
  const first = Math.max(0, Math.min(at - MOST_SHOWN / 2, events.length - MOST_SHOWN));
  const shown = events.slice(first, first + MOST_SHOWN);
  return (
    <>
      {shown.length < events.length && (
        <p className={css.nothing}>
          {formatCount(shown.length, "event")} around this moment, of {events.length}. Move the slider for
          others.
        </p>
      )}
      <ol className={css.rows}>
        {shown.map((entry) => (
          <li key={entry.seq} data-current={entry.seq === at || undefined}>
            <button
              type="button"
              className={css.plain}
              aria-current={entry.seq === at ? "true" : undefined}
              onClick={() => onMove(entry.seq)}
            >
              <b className={css.title}>
                <em>{entry.seq}</em> {eventKind(entry.type)}
              </b>
              {entry.ignored ? (
                <StatusChip tone="neutral" title={ignoredSentence(entry.ignored)}>
                  {entry.ignored === "late" ? "Late" : "Ignored"}
                </StatusChip>
              ) : (
                <span />
              )}
              <span className={css.words}>{eventSentence(entry.event, entry.by, document)}</span>
              <span className={css.quiet}>
                <DateTimeText at={entry.event.at} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
