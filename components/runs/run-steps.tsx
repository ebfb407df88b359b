import { Anchor, Button } from "@mantine/core";
import { IconSubtask } from "@tabler/icons-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatCount } from "@/components/ui/format/words";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import { isOfStep } from "@/components/workflows/run-lights";
import { readable } from "@/server/runs/policy";
import type { RunChild, RunLine, RunRecord, RunStep } from "@/server/runs/schema";
import { partsOfKey, type StepName } from "./event-words";
import { JsonView } from "./json-view";
import type { VisitMoment } from "./replay";
import css from "./run-page.module.css";
import { RunStatusChip } from "./run-status";
import steps from "./run-steps.module.css";
import { type LineBranch, type StepBranch, stepTree } from "./step-tree";
import { took } from "./took";

const stateWords: Record<RunStep["state"], { tone: Tone; text: string }> = {
  left: { tone: "neutral", text: "Left" },
  performing: { tone: "waiting", text: "Asking" },
  waiting: { tone: "waiting", text: "Waiting" },
  incident: { tone: "incident", text: "Stopped" },
};

const lineWords: Record<RunLine["state"], { tone: Tone; text: string }> = {
  under_way: { tone: "waiting", text: "Under way" },
  incident: { tone: "incident", text: "Needs attention" },
  arrived: { tone: "waiting", text: "Waits at the join" },
  done: { tone: "neutral", text: "Done" },
  failed: { tone: "incident", text: "Failed" },
  ended: { tone: "neutral", text: "Ended early" },
};

/** Elements of a list stand open when they are few, or when one of them needs somebody. */
const FEW = 3;

export interface RunStepsProps {
  path: readonly RunStep[];
  lines: readonly RunLine[];
  childRuns: readonly RunChild[];
  visits: readonly VisitMoment[] | undefined;
  record: RunRecord | undefined;
  nameOf: StepName;
  sentenceOf: (step: RunStep) => string | null;
  outletOf: (step: RunStep) => string | null;
  onMove: (seq: number) => void;
}

/** Every visit of every step; what went on side by side stands under the step that opened it. */
export function RunSteps(props: RunStepsProps) {
  const { path, lines } = props;
  const tree = useMemo(() => stepTree(path, lines), [path, lines]);
  return (
    <ul className={css.rows}>
      {tree.map((branch) => (
        <Step key={branch.place} branch={branch} {...props} />
      ))}
    </ul>
  );
}

function Step({ branch, ...props }: RunStepsProps & { branch: StepBranch }) {
  const { step, place, lines } = branch;
  const { visits, record, nameOf, sentenceOf, outletOf, onMove, childRuns } = props;
  const visit = visits?.[place];
  const seq = visit?.leftSeq ?? visit?.enteredSeq;
  const { tone, text } = stateWords[step.state];
  const title = nameOf(step.node);
  const output = step.output ?? visit?.output ?? null;
  const outlet = outletOf(step);
  const words = sentenceOf({ ...step, output });
  return (
    <li>
      <details>
        <summary>
          <b className={css.title}>
            {title}
            {step.visit > 1 && <em> {step.visit}×</em>}
          </b>
          <StatusChip tone={tone}>{outlet || (step.items ? "Under way" : text)}</StatusChip>
          <span className={css.words}>{words === `${outlet}.` ? null : words}</span>
          <span className={css.quiet}>
            <DateTimeText at={step.enteredAt} />, {took(step.enteredAt, step.leftAt)}
          </span>
        </summary>
        <div className={css.inside}>
          <div>
            <h2 className={css.sub}>What went in</h2>
            <JsonView value={inputOf(step, record)} label={`What went into ${title}`} />
          </div>
          <div>
            <h2 className={css.sub}>What came out</h2>
            <JsonView
              value={output === null ? null : readable(output as never)}
              label={`What came out of ${title}`}
            />
          </div>
          {seq !== undefined && (
            <Button size="compact-sm" variant="default" onClick={() => onMove(seq)}>
              Show the run at that moment
            </Button>
          )}
        </div>
      </details>
      {childRuns
        .filter((child) => isOfStep(child, step))
        .map((child) => (
          <p key={child.id} className={steps.child}>
            <IconSubtask size={15} stroke={1.6} aria-hidden />
            <Anchor component={Link} href={`/runs/${child.id}`}>
              {child.title}, version {child.version}
            </Anchor>
            <RunStatusChip status={child.status} />
            {child.outcome && <OutcomeChip outcome={child.outcome} />}
          </p>
        ))}
      {lines.length > 0 && (
        <ul className={steps.lines} aria-label={`Side by side in ${title}`}>
          {lines.map((one) => (
            <Line
              key={one.line.id}
              branch={one}
              isOpenFirst={one.line.kind === "branch" || one.line.state === "incident" || lines.length <= FEW}
              {...props}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

/** One branch or element, folded away until somebody looks: a list may have a thousand. */
function Line({
  branch: { line, steps: own },
  isOpenFirst,
  ...props
}: RunStepsProps & { branch: LineBranch; isOpenFirst: boolean }) {
  const [isOpen, setOpen] = useState(isOpenFirst);
  const { tone, text } = lineWords[line.state];
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={steps.line}>
          <b>
            <bdi>{line.title}</bdi>
          </b>
          <StatusChip tone={tone}>{line.result ?? text}</StatusChip>
          <span className={css.quiet}>{formatCount(own.length, "step")}</span>
        </summary>
        {isOpen && (
          <ul className={steps.steps}>
            {own.map((branch) => (
              <Step key={branch.place} branch={branch} {...props} />
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

/** What a step asked or opened. A step that decides reads the run's data, which stands under “Data”. */
function inputOf(step: RunStep, record: RunRecord | undefined): unknown {
  const isMine = (key: string, visit: number) => {
    const { node, frame } = partsOfKey(key);
    return node === step.node && visit === step.visit && frame === step.frame;
  };
  const wait = record?.waits.find(({ key, visit }) => isMine(key, visit));
  if (wait) return wait.request;
  const asked = (record?.attempts ?? []).filter(({ key, visit }) => isMine(key, visit));
  return Object.fromEntries(asked.map(({ scope, request }) => [scope || "request", request]));
}
