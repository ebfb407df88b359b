import { Anchor } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleDashed,
  IconCircleMinus,
  IconQuestionMark,
  type TablerIcon,
} from "@tabler/icons-react";
import Link from "next/link";
import { DateTimeText } from "@/components/ui/format/moment";
import type { DecisionWhy, Source, WhyRule, WhyRules, WhyTest } from "@/server/decisions/why/schema";
import css from "./why.module.css";

interface RuleListProps {
  groups: readonly { set: WhyRules; rules: readonly WhyRule[] }[];
  workflow: DecisionWhy["workflow"];
  /** What became of these rules: one step may have some of each. */
  became: "fired" | "could not be told" | "did not fire" | "chose the way" | "stood before";
}

/** Rules in the order of the run, below the step that evaluated them. */
export function RuleList({ groups, workflow, became }: RuleListProps) {
  return groups.map(({ set, rules }) => (
    <section
      key={`${set.node}/${set.visit}/${set.line}`}
      className={css.group}
      aria-label={`${set.line ? `${set.title}, ${set.line}` : set.title}: ${became}`}
    >
      <h3 className={css.step}>
        <StepLink step={set} workflow={workflow} />
        {set.kind === "rules" && set.part !== set.title && <span>{set.part}</span>}
      </h3>
      <ul className={css.rules}>
        {rules.map((rule) => (
          <Rule
            key={rule.code}
            rule={rule}
            isQuiet={became !== "fired" && became !== "could not be told"}
            kind={set.kind}
          />
        ))}
      </ul>
    </section>
  ));
}

interface Step {
  node: string;
  title: string;
  visit: number;
  line: string | null;
  at: string;
}

/** The step, with the way to its own sentences. */
export function StepLink({ step, workflow }: { step: Step; workflow: DecisionWhy["workflow"] }) {
  const { id, version } = workflow;
  return (
    <>
      <Anchor
        component={Link}
        href={`/workflows/${id}?version=${version}&view=policy#step-${step.node}`}
        title="Its sentences in the version"
      >
        {step.title}
      </Anchor>
      {step.line && <span>{step.line}</span>}
      {step.visit > 1 && <span>visit {step.visit}</span>}
      <span>
        <DateTimeText at={step.at} />
      </span>
    </>
  );
}

const icons: Record<WhyRule["status"], TablerIcon> = {
  fired: IconAlertTriangle,
  unknown: IconQuestionMark,
  not_fired: IconCircleMinus,
  not_evaluated: IconCircleDashed,
  switched_off: IconCircleDashed,
};

function Rule({ rule, isQuiet, kind }: { rule: WhyRule; isQuiet: boolean; kind: WhyRules["kind"] }) {
  const Icon = icons[rule.status];
  const isFired = rule.status === "fired";
  return (
    <li className={css.rule} data-status={rule.status}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>
        <p className={isQuiet ? undefined : css.sentence}>
          {kind === "branch" ? branchSentence(rule) : rule.sentence}
        </p>
        {kind === "rules" && (
          <p className={css.quiet}>
            {[
              rule.sentence.includes(rule.title) ? null : rule.title,
              rule.outcome && `${isFired ? "proposes" : "would propose"} ${rule.outcome}`,
              rule.points !== null && (isFired ? signed(rule.points) : `would give ${signed(rule.points)}`),
              rule.reasonCode && `reason ${rule.reasonCode}`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        )}
        {rule.tests.length > 0 && <Tests tests={rule.tests} />}
      </div>
    </li>
  );
}

/** A branch does not fire: it is taken. */
const branchSentence = ({ title, status, sentence }: WhyRule) =>
  status === "fired"
    ? `“${title}” was taken: ${sentence.replace(/^Fired: [^,]*, /, "")}`
    : `“${title}” could not be told, so it was not taken: ${sentence.replace(/^[^:]*: [^,]*, /, "")}`;

const signed = (points: number) =>
  `${points > 0 ? "+" : ""}${points} ${Math.abs(points) === 1 ? "point" : "points"}`;

function Tests({ tests }: { tests: readonly WhyTest[] }) {
  return (
    <table className={css.tests}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value</th>
          <th scope="col">Test</th>
          <th scope="col">Source</th>
        </tr>
      </thead>
      <tbody>
        {tests.map((test) => (
          <tr key={`${test.field} ${test.test} ${test.limit}`}>
            <th scope="row">{test.field}</th>
            <td data-label="Value">
              <b>{test.value ?? "sealed"}</b>
            </td>
            <td data-label="Test">
              {test.test} {test.limit}
            </td>
            <td data-label="Source">
              {test.needed.length > 0 ? (
                test.needed.map((sentence) => <p key={sentence}>{sentence}</p>)
              ) : (
                <Sources sources={test.sources} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who said it, and when. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  return sources.map(({ title, by, at }) => (
    <p key={`${title} ${at}`}>
      {title}
      {by && `, ${by}`}
      {at && (
        <span className={css.quiet}>
          {" "}
          <DateTimeText at={at} />
        </span>
      )}
    </p>
  ));
}
