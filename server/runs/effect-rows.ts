import { type Change, insertRows, updateRows } from "@/db/rows";
import { effects } from "@/db/schema";
import { limitOf } from "./limit-of";
import { places } from "./places";
import { type Step, wishes } from "./step";

/** Effects that were answered, are wanted no more, or were planned. */
export function effectChanges(steps: readonly Step[]): Change[] {
  const answered = steps.flatMap((step) => answerRow(step) ?? []);
  const given = steps.flatMap((step) =>
    unwanted(step).map((key) => ({
      ...{ workspaceId: step.ctx.workspaceId, runId: step.head.id, key },
      ...{ status: "late" as const, finishedAt: step.ctx.at, leaseUntil: null },
    })),
  );
  const planned = steps.flatMap(plannedRows);
  return [
    ...[true, false].flatMap((hasExchange) => {
      const rows = answered.filter((row) => "exchange" in row === hasExchange);
      return [
        ...updateRows(
          effects,
          ["workspaceId", "runId", "key"],
          rows.filter(({ status }) => status !== "late"),
        ),
        // Said once more to a run that is over, it changes nothing of what was said first.
        ...updateRows(
          effects,
          ["workspaceId", "runId", "key"],
          rows.filter(({ status }) => status === "late"),
          { where: "t.status in ('planned', 'started', 'awaiting', 'late')" },
        ),
      ];
    }),
    ...updateRows(effects, ["workspaceId", "runId", "key"], given, {
      where: "t.status in ('planned', 'started', 'awaiting')",
    }),
    ...insertRows(effects, planned, {
      columns: { leaseUntil: "clock_timestamp() + ((j ->> 'leaseMs') || ' milliseconds')::interval" },
      from: ["leaseMs"],
    }),
  ];
}

function answerRow({ ctx, head, event, result, options }: Step) {
  const { exchange } = options;
  if (event.type !== "effect_succeeded" && event.type !== "effect_failed") return undefined;
  if (result.ignored === "repeated") return undefined;
  const failure = event.type === "effect_failed" ? event.error : undefined;
  const status = failure ? (failure.kind === "unknown" ? "unknown" : "failed") : "succeeded";
  const said = failure ? { error: failure } : { output: event.type === "effect_succeeded" && event.output };
  return {
    workspaceId: ctx.workspaceId,
    runId: head.id,
    key: event.key,
    status: result.ignored ? ("late" as const) : (status as "unknown" | "failed" | "succeeded"),
    result: head.vault.seal(places.result(head.id, event.key), said),
    finishedAt: ctx.at,
    leaseUntil: null,
    ...(exchange && { exchange: head.vault.seal(places.exchange(head.id, event.key), exchange) }),
  };
}

/** Keys of commands whose token went on or stopped: an answer could change nothing, so nobody needs to ask any more. */
function unwanted({ head, event, result }: Step): string[] {
  if (!head.state || result.ignored) return [];
  const working = result.state.tokens.filter((token) => token.phase === "effect");
  const wanted = new Set(working.flatMap((token) => token.pending.map((one) => one.key)));
  const answered = "key" in event ? event.key : undefined;
  return head.state.tokens
    .flatMap((token) => token.pending)
    .filter((one) => one.status === "performing" && !wanted.has(one.key) && one.key !== answered)
    .map((one) => one.key);
}

/** What the run wishes to be done. The one who drives it has claimed that with the same commit, under a lease. */
function plannedRows({ ctx, head, result, options }: Step) {
  const { isDriving = false } = options;
  return wishes(result, "perform").map(({ key, node, scope, attempt, visit, input }) => ({
    workspaceId: ctx.workspaceId,
    runId: head.id,
    ...{ key, node, scope, attempt },
    status: isDriving ? ("started" as const) : ("planned" as const),
    request: head.vault.seal(places.request(head.id, key), { visit, input }),
    plannedAt: ctx.at,
    startedAt: isDriving ? ctx.at : null,
    leaseMs: isDriving ? limitOf(head.compiled.document, node) : null,
  }));
}
