import { Tabs } from "@mantine/core";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { RunState } from "@/server/engine/state";
import { readable } from "@/server/runs/policy";
import type { JournalEntry, RunAttempt, RunRecord } from "@/server/runs/schema";
import { eventKind, eventSentence, ignoredSentence, partsOfKey, type StepName } from "./event-words";
import { JsonView } from "./json-view";
import css from "./run-page.module.css";
import { RunSteps, type RunStepsProps } from "./run-steps";
import type { runTabs } from "./search-params";
import { took } from "./took";

type Tab = (typeof runTabs)[number];

interface RunTabsProps extends RunStepsProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  events: readonly JournalEntry[];
  state: RunState | undefined;
  at: number;
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
        <RunSteps {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="asked">
        <Attempts attempts={record?.attempts ?? []} nameOf={props.nameOf} />
      </Tabs.Panel>
      <Tabs.Panel value="waits">
        <Stops record={record} nameOf={props.nameOf} />
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

const named = (nameOf: StepName, key: string) => {
  const { node, frame } = partsOfKey(key);
  return nameOf(node, frame);
};

const attemptWords: Record<RunAttempt["status"], { tone: Tone; text: string }> = {
  planned: { tone: "waiting", text: "Planned" },
  started: { tone: "waiting", text: "Under way" },
  awaiting: { tone: "waiting", text: "Awaited" },
  succeeded: { tone: "approve", text: "Answered" },
  failed: { tone: "incident", text: "Failed" },
  unknown: { tone: "incident", text: "Answer lost" },
  late: { tone: "neutral", text: "Not needed" },
};

function Attempts({ attempts, nameOf }: { attempts: readonly RunAttempt[]; nameOf: StepName }) {
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
                  {named(nameOf, one.key)}
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

function Stops({ record, nameOf }: { record: RunRecord | undefined; nameOf: StepName }) {
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
              <b className={css.title}>{named(nameOf, wait.key)}</b>
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
          <b className={css.title}>{named(nameOf, timer.key)}</b>
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

function Journal({ events, nameOf, at, onMove }: RunTabsProps) {
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
              <span className={css.words}>{eventSentence(entry.event, entry.by, nameOf)}</span>
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
