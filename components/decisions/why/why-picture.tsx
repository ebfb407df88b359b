import { Alert, Anchor } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { DecisionWhy, WhyRule, WhyRules } from "@/server/decisions/why/schema";
import { Answers, People, Values } from "./facts";
import { Notice, Reasons } from "./notice";
import { RuleList } from "./rule-list";
import { Scorecards, Tables } from "./tables";
import css from "./why.module.css";

/** The rule sets of a decision with only the rules that fit, without those that then hold none. */
function withRules(
  sets: readonly WhyRules[],
  fits: (rule: WhyRule) => boolean,
  counts = true,
): { set: WhyRules; rules: WhyRule[] }[] {
  return sets.flatMap((set) => {
    const rules = set.rules.filter(fits);
    return set.counts === counts && rules.length > 0 ? [{ set, rules }] : [];
  });
}

const countOf = (groups: readonly { rules: readonly unknown[] }[]) =>
  groups.reduce((sum, { rules }) => sum + rules.length, 0);

export function WhyPicture({ why, rerun }: { why: DecisionWhy; rerun: ReactNode }) {
  const sets = why.rules.filter(({ kind }) => kind === "rules");
  const branches = why.rules.filter(({ kind }) => kind === "branch");
  const fired = withRules(sets, ({ status }) => status === "fired");
  const open = withRules(sets, ({ status }) => status === "unknown");
  const others = withRules(sets, ({ status }) => status !== "fired" && status !== "unknown");
  const ways = withRules(branches, ({ status }) => status === "fired" || status === "unknown");
  const earlier = withRules(sets, ({ status }) => status === "fired" || status === "unknown", false);
  const isAlone = why.people.length === 0 && countOf(fired) === 0;
  return (
    <article className={css.page} aria-label={`Why: ${why.party.name}`}>
      <header className={css.head}>
        <p className={css.summary}>
          <OutcomeChip outcome={why.outcome} /> {why.summary}
        </p>
        <Facts why={why} />
        {why.isErased && (
          <Alert variant="light" color="gray" title="The party's data was erased">
            That it was decided, how and with which reasons stays on record. What it was decided from is gone.
          </Alert>
        )}
        {why.isSealed && !why.isErased && (
          <Alert
            variant="light"
            color="gray"
            icon={<IconLock size={16} aria-hidden />}
            title="Values are sealed"
          >
            Your role does not read parties. Which rules held is shown, and not the values they saw.
          </Alert>
        )}
      </header>
      <div className={css.columns}>
        <div className={css.main}>
          {why.people.length > 0 && <People people={why.people} />}
          {!why.isErased && (
            <Panel
              title={why.people.length > 0 ? "What the rules found" : "What decided it"}
              note={formatCount(countOf(fired), "rule fired", "rules fired")}
            >
              {fired.length === 0 ? (
                <p className={css.nothing}>
                  {isAlone && why.tables.length + why.scorecards.length > 0
                    ? "No rule fired; tables and scorecards below decided."
                    : "No rule fired. The way through the workflow led to this outcome."}
                </p>
              ) : (
                <RuleList groups={fired} workflow={why.workflow} became="fired" />
              )}
            </Panel>
          )}
          {open.length > 0 && (
            <Panel title="What could not be told" note={formatCount(countOf(open), "rule")}>
              <RuleList groups={open} workflow={why.workflow} became="could not be told" />
            </Panel>
          )}
          <Tables tables={why.tables} workflow={why.workflow} />
          <Scorecards cards={why.scorecards} workflow={why.workflow} />
          <Values values={why.values} />
          <Answers answers={why.answers} />
          {others.length > 0 && (
            <Folded title="Tested, and not fired" note={formatCount(countOf(others), "rule")}>
              <RuleList groups={others} workflow={why.workflow} became="did not fire" />
            </Folded>
          )}
          {ways.length > 0 && (
            <Folded title="Which way it went" note={formatCount(ways.length, "branch", "branches")}>
              <RuleList groups={ways} workflow={why.workflow} became="chose the way" />
            </Folded>
          )}
          {earlier.length > 0 && (
            <Folded title="What stood before" note="Steps that were done again later">
              <RuleList groups={earlier} workflow={why.workflow} became="stood before" />
            </Folded>
          )}
          {why.isCut && (
            <p className={css.nothing}>
              More was evaluated than is told here. <Link href={`/runs/${why.run}`}>The run</Link> shows every
              step.
            </p>
          )}
        </div>
        <aside className={css.side} aria-label="What comes of it">
          <Notice why={why} />
          <Reasons why={why} />
          {rerun}
        </aside>
      </div>
    </article>
  );
}

function Facts({ why }: { why: DecisionWhy }) {
  const { workflow } = why;
  return (
    <div className={css.facts}>
      <span>
        <DateTimeText at={why.decidedAt} />
      </span>
      {why.score !== null && <span>Score {why.score}</span>}
      {why.reference && <span>Reference {why.reference}</span>}
      <Anchor component={Link} href={`/workflows/${workflow.id}?version=${workflow.version}&view=policy`}>
        Version {workflow.version} in sentences
      </Anchor>
      <Anchor component={Link} href={`/runs/${why.run}`}>
        The run
      </Anchor>
      {why.case && (
        <Anchor component={Link} href={`/cases/${why.case}`}>
          The case
        </Anchor>
      )}
      <Anchor component={Link} href={`/parties/${why.party.id}`}>
        The party
      </Anchor>
    </div>
  );
}

/** What only some want to read. On paper all of it stands open. */
function Folded({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <details className={css.folded}>
      <summary>
        <h2>{title}</h2>
        <span>{note}</span>
      </summary>
      <div>{children}</div>
    </details>
  );
}
