import { Alert, Button, SegmentedControl, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { IconBoltOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Failure } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { type HandAnswer, handFacts, handOutput, handStatuses } from "@/server/runs/policy";
import type { RunIncident } from "@/server/runs/schema";
import classes from "./incident-form.module.css";

export type IncidentAnswer =
  | { action: "retry" }
  | { action: "answer"; outlet: string; output: Record<string, Json> }
  | { action: "skip"; outlet: string };
type Json = ReturnType<typeof handOutput>[string];
type Act = IncidentAnswer["action"];
type Subject = NonNullable<RunIncident["subjects"]>[number];

interface IncidentFormProps {
  incident: RunIncident;
  /** The node's title. */
  title: string;
  failure: Failure | undefined;
  isSending: boolean;
  onAnswer: (answer: IncidentAnswer, reason: string) => void;
}

const verbs: Record<Act, string> = { retry: "Try again", answer: "Answer by hand", skip: "Send on" };

/** A run that stopped, and what a person can do about it: ask again, answer instead, or send it on, with a reason. */
export function IncidentForm({ incident, title, failure, isSending, onAnswer }: IncidentFormProps) {
  const open = (incident.subjects ?? []).filter(({ answer }) => answer === null);
  const [act, setAct] = useState<Act>("retry");
  const [reason, setReason] = useState("");
  const [outlet, setOutlet] = useState<string | null>(
    incident.outlets.find(({ key }) => key === "answered")?.key ?? incident.outlets[0]?.key ?? null,
  );
  const [answers, setAnswers] = useState<Record<string, Partial<HandAnswer>>>({});
  const [json, setJson] = useState("{}");
  const [isChecked, setChecked] = useState(false);
  const [asking, setAsking] = useState<IncidentAnswer>();

  const problems = {
    reason: reason.trim().length < 3 ? "Say why, in a few words." : undefined,
    outlet: act !== "retry" && outlet === null ? "Choose where the run goes on." : undefined,
    json: incident.subjects === undefined && act === "answer" ? jsonProblem(json) : undefined,
    subjects: act === "answer" && open.some(({ subject }) => !isWhole(answers[subject])),
  };
  const check = () => {
    setChecked(true);
    if (problems.reason || problems.outlet || problems.json || problems.subjects) return;
    setAsking(answerOf());
  };
  const answerOf = (): IncidentAnswer => {
    if (act === "retry" || outlet === null) return { action: "retry" };
    if (act === "skip") return { action: "skip", outlet };
    const output = incident.subjects
      ? handOutput(incident.subjects, answers as Record<string, HandAnswer>)
      : JSON.parse(json);
    return { action: "answer", outlet, output };
  };
  const outletTitle = incident.outlets.find(({ key }) => key === outlet)?.title ?? outlet;
  return (
    <Alert
      variant="default"
      icon={<IconBoltOff size={18} aria-hidden />}
      title={`${title} needs attention`}
      className={classes.incident ?? ""}
    >
      <p className={classes.what}>{incident.reason}</p>
      {open.map(({ subject, name, attempts, failure: said }) => (
        <p key={subject} className={classes.what}>
          {name ?? subject}: {said ?? "no answer"}
          {said?.endsWith(".") ? "" : "."} Asked {attempts === 1 ? "once" : `${attempts} times`}.
        </p>
      ))}
      <Stack gap="xs">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What to do"
          value={act}
          onChange={(value) => setAct(value as Act)}
          data={(incident.outlets.length > 0
            ? (["retry", "answer", "skip"] as const)
            : (["retry"] as const)
          ).map((value) => ({ value, label: verbs[value] }))}
        />
        {act !== "retry" && (
          <Select
            size="xs"
            label="Way out"
            description="Where the run goes on."
            allowDeselect={false}
            data={incident.outlets.map(({ key, title: words }) => ({ value: key, label: words }))}
            value={outlet}
            onChange={setOutlet}
            error={isChecked ? problems.outlet : undefined}
          />
        )}
        {act === "answer" &&
          open.map((subject) => (
            <SubjectAnswer
              key={subject.subject}
              subject={subject}
              value={answers[subject.subject] ?? {}}
              isChecked={isChecked}
              onChange={(change) =>
                setAnswers({ ...answers, [subject.subject]: { ...answers[subject.subject], ...change } })
              }
            />
          ))}
        {act === "answer" && incident.subjects === undefined && (
          <Textarea
            label="What the step would have said"
            description="As JSON. Rules and later steps read it under the step's key."
            autosize
            minRows={4}
            maxRows={14}
            classNames={{ input: classes.json ?? "" }}
            value={json}
            onChange={(event) => setJson(event.currentTarget.value)}
            error={isChecked ? problems.json : undefined}
          />
        )}
        <Textarea
          label="What you do, and why"
          description="Kept in the audit trail."
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isChecked ? problems.reason : undefined}
        />
        <Button size="xs" loading={isSending} onClick={check}>
          {verbs[act]}
        </Button>
      </Stack>
      <Confirm
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={`${verbs[act]}: ${title}?`}
        verb={verbs[act]}
        isDestructive={false}
        isBusy={isSending}
        failure={failure?.message}
        onConfirm={() => asking && onAnswer(asking, reason.trim())}
      >
        {
          {
            retry: "What failed is asked once more. A vendor may charge for it.",
            answer: `The run takes your answer for the step's own and goes on by “${outletTitle}”. It cannot be taken back.`,
            skip: `The run goes on by “${outletTitle}” with what the step found out so far. It cannot be taken back.`,
          }[act]
        }
      </Confirm>
    </Alert>
  );
}

function isWhole(answer: Partial<HandAnswer> | undefined): boolean {
  return Boolean(answer?.status && answer.label?.trim() && answer.sentence?.trim());
}

function jsonProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return undefined;
    return "Write an object: { … }.";
  } catch {
    return "This is not JSON. Check quotes, commas and braces.";
  }
}

const statusWords: Record<HandAnswer["status"], string> = {
  clear: "Clear",
  hit: "Hit",
  not_found: "Not found",
  unknown: "Unclear",
};
const lists = [
  { value: "sanctions", label: "Sanctions" },
  { value: "pep", label: "Politically exposed" },
  { value: "adverse_media", label: "Adverse media" },
];

/** What the vendor would have said about one subject, in the shape rules read. */
function SubjectAnswer({
  subject: { subject, name, capability },
  value,
  isChecked,
  onChange,
}: {
  subject: Subject;
  value: Partial<HandAnswer>;
  isChecked: boolean;
  onChange: (change: Partial<HandAnswer>) => void;
}) {
  const facts: { [capability: string]: { title: string; values: readonly string[] } } = handFacts;
  const fact = facts[capability];
  const isHit = capability === "watchlist_screening" && value.status === "hit";
  return (
    <fieldset className={classes.subject}>
      <legend>{name ?? subject}</legend>
      <Select
        size="xs"
        label="Status"
        data={handStatuses.map((status) => ({ value: status, label: statusWords[status] }))}
        value={value.status ?? null}
        onChange={(status) => onChange(status ? { status: status as HandAnswer["status"] } : {})}
        error={isChecked && !value.status ? "Choose what you found." : undefined}
      />
      {(fact || isHit) && (
        <Select
          size="xs"
          label={fact?.title ?? "Found on"}
          clearable
          clearButtonProps={{ "aria-label": `Not known: ${fact?.title ?? "Found on"}` }}
          data={fact ? fact.values.map((one) => ({ value: one, label: sentenceCase(one) })) : lists}
          value={value.fact || null}
          onChange={(chosen) => onChange({ fact: chosen ?? "" })}
        />
      )}
      <TextInput
        size="xs"
        label="In two or three words"
        placeholder="Active"
        maxLength={60}
        value={value.label ?? ""}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
        error={isChecked && !value.label?.trim() ? "Say it in two or three words." : undefined}
      />
      <Textarea
        size="xs"
        label="In one sentence"
        autosize
        maxLength={400}
        value={value.sentence ?? ""}
        onChange={(event) => onChange({ sentence: event.currentTarget.value })}
        error={
          isChecked && !value.sentence?.trim() ? "Say in a sentence what you found, and where." : undefined
        }
      />
    </fieldset>
  );
}

const sentenceCase = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll("_", " ")}`;
