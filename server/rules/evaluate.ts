import type { Context } from "@/server/context";
import type { Json, JsonObject, RunData } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { readLists } from "@/server/lists/read";
import { getVersion } from "@/server/workflows/get-version";
import { workflowIdOf } from "@/server/workflows/id-of-key";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { can } from "@/server/workspaces/policy";
import { compileRuleSet } from "./core/compile";
import { compileScorecard } from "./core/compile-scorecard";
import { compileTable } from "./core/compile-table";
import { explainRuleSet } from "./core/explain";
import { wordsOf } from "./core/fields";
import { compileFormula } from "./core/formula";
import { compileListQuestions } from "./core/list-sites";
import type { Words } from "./core/words";
import type { ArtifactKind, EvaluateInput, Evaluation } from "./schema";

type Artifacts = Pick<EvaluateInput, ArtifactKind>;

/** Everything an artifact needs beside the record. */
interface Subject {
  artifacts: Artifacts;
  from: { workflow: string; version: number } | undefined;
  outcomes: string[];
  reasonCodes: WorkflowDocument["reasonCodes"];
  timeZone: string;
  leapDayBirthday: "03-01" | "02-28";
  words: Words;
}

/** Rules against a record, without a run: nothing is decided, nothing is kept. */
export async function evaluateRules(ctx: Context, input: EvaluateInput): Promise<Evaluation> {
  const { workflow, use } = input;
  const subject =
    workflow !== undefined && use
      ? await publishedSubject(ctx, { ...input, workflow, use })
      : inlineSubject(input);
  const at = input.at ?? ctx.at.toISOString();
  const data = await withLists(ctx, subject, input.data as RunData, at);
  return {
    ...empty,
    ...(subject.from ?? {}),
    at,
    ...answerOf(subject, data, at),
  };
}

/** The lists of the workspace that the rules ask, as they were at that time. Who may not see lists may not ask them so. */
async function withLists(ctx: Context, subject: Subject, data: RunData, at: string): Promise<RunData> {
  const ask = compiled(() => compileListQuestions(subject.artifacts, subject));
  if (!ask) return data;
  if (!can(ctx.actor, "lists.view"))
    throw new DomainError(
      "forbidden",
      "These rules ask lists of the workspace: that needs the scope “lists.view”.",
    );
  const { answers, unknownLists } = await readLists(ctx, { at, questions: ask(data, at) });
  const [unknown] = unknownLists;
  if (unknown === undefined) return { ...data, lists: answers };
  const message = `There is no list “${unknown}” in this workspace.`;
  throw new DomainError("invalid", message, { issues: [{ path: "ruleSet", code: "unknown_list", message }] });
}

const empty = {
  outcome: null,
  points: null,
  reasons: [],
  values: {},
  fired: [],
  unknown: [],
  flags: [],
  queue: null,
  requirements: [],
} satisfies Partial<Evaluation>;

async function publishedSubject(
  ctx: Context,
  input: { workflow: string; version?: number | undefined; use: { kind: ArtifactKind; key: string } },
): Promise<Subject> {
  const workflowId = await workflowIdOf(ctx, { key: input.workflow });
  const { version, document } = await getVersion(ctx, { workflowId, version: input.version });
  const shelves = {
    ruleSet: document.rules,
    table: document.tables,
    scorecard: document.scorecards,
    formula: document.formulas,
  } as const;
  const { kind, key: name } = input.use;
  if (!Object.hasOwn(shelves[kind], name)) {
    const message = `Version ${version} of “${input.workflow}” has no “${name}” among its ${NAMES[kind]}.`;
    throw new DomainError("invalid", message, { issues: [{ path: "use.key", code: "unknown", message }] });
  }
  return {
    artifacts: { [kind]: shelves[kind][name] },
    from: { workflow: input.workflow, version },
    outcomes: document.outcomes.map(({ key }) => key),
    reasonCodes: document.reasonCodes,
    timeZone: document.settings.timeZone,
    leapDayBirthday: document.settings.leapDayBirthday,
    words: wordsOf(document),
  };
}

const NAMES = {
  ruleSet: "rule sets",
  table: "tables",
  scorecard: "scorecards",
  formula: "formulas",
} as const;

function inlineSubject(input: EvaluateInput): Subject {
  const { outcomes, reasonCodes, timeZone, leapDayBirthday, ruleSet, table, scorecard, formula } = input;
  return {
    artifacts: { ruleSet, table, scorecard, formula },
    from: undefined,
    outcomes: outcomes.map(({ key }) => key),
    reasonCodes,
    timeZone,
    leapDayBirthday,
    words: { titles: {}, outcomes: Object.fromEntries(outcomes.map(({ key, title }) => [key, title])) },
  };
}

/** A zone that does not exist is the caller's mistake, not ours. */
function compiled<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DomainError("invalid", error.message, {
      issues: [{ path: "timeZone", code: "time_zone", message: error.message }],
    });
  }
}

type Answer = Pick<Evaluation, "kind" | "trace"> & Partial<Evaluation>;

function answerOf(subject: Subject, data: RunData, at: string): Answer {
  const { artifacts, timeZone, leapDayBirthday, outcomes, reasonCodes } = subject;
  const settings = { timeZone, leapDayBirthday, outcomes, reasonCodes };
  const { ruleSet, table, scorecard, formula } = artifacts;
  const reasons = (codes: readonly string[]) => reasonsOf(codes, reasonCodes);
  if (ruleSet) {
    const result = compiled(() => compileRuleSet(ruleSet, settings))(data, at);
    const told = explainRuleSet(ruleSet, result.trace, subject.words);
    const brief = ({ code, title, sentence }: (typeof told.fired)[number]) => ({ code, title, sentence });
    const { outcome, points, values, flags, queue, requirements, trace } = result;
    return {
      ...{ kind: "ruleSet", outcome, points, values, flags, queue, requirements },
      reasons: reasons(result.reasonCodes),
      fired: result.fired.map((rule, i) => ({ ...rule, ...brief(told.fired[i]!) })),
      unknown: told.unknown.map(brief),
      trace: { ...trace },
    };
  }
  if (table) {
    const { outcome, points, values, queue, reasonCodes, ...trace } = compiled(() =>
      compileTable(table, settings),
    )(data, at);
    return { kind: "table", outcome, points, values, queue, reasons: reasons(reasonCodes), trace };
  }
  if (scorecard) {
    const { outcome, total, values, reasonCodes, ...trace } = compiled(() =>
      compileScorecard(scorecard, settings),
    )(data, at);
    return { kind: "scorecard", outcome, points: total, values, reasons: reasons(reasonCodes), trace };
  }
  if (!formula) throw new Error("an evaluation has one artifact");
  const computed = compiled(() => compileFormula(formula, settings))(data, at);
  const value: Json = computed.value === null ? null : (computed.value as Json);
  return { kind: "formula", values: { value } as JsonObject, trace: { ...computed } };
}

/** A code without words is told as it is. */
function reasonsOf(codes: readonly string[], known: WorkflowDocument["reasonCodes"]): Evaluation["reasons"] {
  const rank = (code: string) => (Object.hasOwn(known, code) ? known[code]!.priority : 1000);
  return [...codes]
    .map((code, i) => ({ code, i }))
    .sort((a, b) => rank(a.code) - rank(b.code) || a.i - b.i)
    .map(({ code }) => {
      const words = Object.hasOwn(known, code) ? known[code]! : undefined;
      return { code, applicant: words?.applicant ?? "", staff: words?.staff ?? code };
    });
}
