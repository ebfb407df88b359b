import { z } from "zod";
import {
  childNode,
  eachNode,
  effectNode,
  itemEndNode,
  joinNode,
  type Leave,
  type NodeCatalogue,
  NodeFault,
  type NodeScope,
  pureNode,
  splitNode,
  waitNode,
} from "@/server/engine/node";
import type { WorkflowGraph } from "@/server/engine/plan";

/**
 * Nodes for the engine's own tests. They echo everything they see into what they say, so that a difference in order,
 * time or data cannot stay hidden.
 */

/** The same for equal JSON, whatever the order of its keys. */
export function digest(value: unknown): number {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  return hash;
}

const seen = ({ at, visit, data, proposals }: NodeScope) => digest([at, visit, data, proposals]);
const ways = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `way${i}`, title: `Way ${i}`, kind: "normal" as const }));
const base = { version: 1, summary: "For tests.", icon: "bolt", describe: () => "A test.", examples: [] };

const begin = pureNode({
  ...base,
  type: "begin",
  title: "Begin",
  group: "Start",
  config: z.strictObject({}),
  outlets: () => ways(1),
  prepare: () => (scope) => ({ outlet: "way0", output: { seen: seen(scope) } }),
});

const think = pureNode({
  ...base,
  type: "think",
  title: "Think",
  group: "Decide",
  config: z.strictObject({
    ways: z.int().default(1),
    take: z.int().optional(),
    fault: z.enum(["never", "thrown", "named", "unprepared"]).default("never"),
    propose: z.string().optional(),
  }),
  outlets: (config) => ways(config.ways),
  prepare: (config) => {
    if (config.fault === "unprepared") throw new NodeFault("the setting fits nothing");
    return (scope) => thought(config, scope);
  },
});
function thought(
  config: { ways: number; take?: number | undefined; fault: string; propose?: string | undefined },
  scope: NodeScope,
): Leave {
  if (config.fault === "named") throw new NodeFault("the setting is odd");
  if (config.fault === "thrown") throw new TypeError(`${JSON.stringify(scope.data.input)} is personal`);
  return {
    outlet: `way${config.take ?? seen(scope) % config.ways}`,
    output: { seen: seen(scope) },
    values: { last: seen(scope) },
    ...(config.propose === undefined
      ? {}
      : { proposals: [{ outcome: config.propose, reasonCodes: [`R_${scope.visit}`] }] }),
  };
}

const ask = effectNode({
  ...base,
  type: "ask",
  title: "Ask",
  group: "Check",
  config: z.strictObject({
    scopes: z.array(z.string()),
    attempts: z.int().default(3),
    deadlineMs: z.int().optional(),
    fault: z.enum(["never", "requests", "settle"]).default("never"),
  }),
  outlets: ({ deadlineMs }) => [
    ...ways(1),
    { key: "failed", title: "Failed", kind: "failure" },
    ...(deadlineMs === undefined ? [] : [{ key: "overdue", title: "Overdue", kind: "deadline" as const }]),
  ],
  retry: ({ attempts }) => ({ attempts, firstDelayMs: 1000 }),
  deadlineMs: ({ deadlineMs }) => deadlineMs,
  requests({ scopes, fault }, scope) {
    if (fault === "requests") throw new NodeFault("it cannot say whom to ask");
    return scopes.map((each) => ({ scope: each, input: { of: each, seen: seen(scope) } }));
  },
  settle({ fault }, scope, answers) {
    if (fault === "settle") throw new Error("broken");
    return {
      outlet: answers.some(({ error }) => error) ? "failed" : "way0",
      output: {
        seen: seen(scope),
        answers: answers.map(({ scope: of, output, error }) => ({
          of,
          said: error ? error.kind : (output ?? null),
        })),
      },
    };
  },
});

const said = z.object({ way: z.string() });

const wait = waitNode({
  ...base,
  type: "wait",
  title: "Wait",
  group: "Collect",
  signal: "said",
  config: z.strictObject({
    ways: z.int().default(1),
    deadlineMs: z.int().optional(),
    skip: z.boolean().default(false),
    supersedes: z.boolean().default(false),
  }),
  outlets: ({ ways: count, deadlineMs }) => [
    ...ways(count),
    ...(deadlineMs === undefined ? [] : [{ key: "expired", title: "Expired", kind: "deadline" as const }]),
  ],
  deadlineMs: ({ deadlineMs }) => deadlineMs,
  skip: ({ skip }, scope) => (skip ? { outlet: "way0", output: { skipped: seen(scope) } } : undefined),
  request: (_, scope) => ({ seen: seen(scope) }),
  accept({ supersedes }, scope, payload) {
    const { way } = said.parse(payload);
    return {
      outlet: way,
      output: { seen: seen(scope) },
      forms: { [scope.node]: payload },
      ...(supersedes ? { supersedes: true, proposals: [{ outcome: "done", reasonCodes: ["VERDICT"] }] } : {}),
    };
  },
  expire: (_, scope) => ({ expired: seen(scope) }),
});

const end = pureNode({
  ...base,
  type: "end",
  title: "End",
  group: "End",
  config: z.strictObject({ outcome: z.string().default("done") }),
  outlets: () => [],
  prepare:
    ({ outcome }) =>
    (scope) => ({
      outlet: "",
      decision: {
        outcome,
        reasonCodes: scope.proposals.flatMap(({ reasonCodes }) => reasonCodes),
        outputs: { seen: seen(scope) },
        score: null,
      },
    }),
});

const part = splitNode({
  ...base,
  type: "part",
  title: "Part",
  group: "Flow",
  config: z.strictObject({ ways: z.int().default(2) }),
  outlets: (config) => ways(config.ways),
});

const meet = joinNode({
  ...base,
  type: "meet",
  title: "Meet",
  group: "Flow",
  config: z.strictObject({ split: z.string(), n: z.int().optional() }),
  outlets: () => [{ key: "joined", title: "Joined", kind: "normal" }],
  splitOf: ({ split }) => split,
  needs: ({ n }, branches) => Math.min(n ?? branches, branches),
});

const each = eachNode({
  ...base,
  type: "each",
  title: "Each",
  group: "Flow",
  config: z.strictObject({
    count: z.int().default(2),
    concurrency: z.int().default(50),
    onItemFailure: z.enum(["ask", "stop", "continue"]).default("ask"),
    fault: z.enum(["never", "items", "settle"]).default("never"),
  }),
  outlets: () => [
    { key: "each", title: "Each", kind: "normal" },
    { key: "done", title: "Done", kind: "normal" },
    { key: "failed", title: "Failed", kind: "failure" },
  ],
  listOf: () => "input.list",
  items({ count, fault }) {
    if (fault === "items") throw new NodeFault("there is no list");
    return Array.from({ length: count }, (_, i) => `item ${i}`);
  },
  concurrency: ({ concurrency }) => concurrency,
  onItemFailure: ({ onItemFailure }) => onItemFailure,
  settle({ fault, onItemFailure }, scope, done, total) {
    if (fault === "settle") throw new NodeFault("it cannot be put together");
    const stopped = onItemFailure === "stop" && done.some(({ failed }) => failed);
    return {
      outlet: stopped ? "failed" : "done",
      output: {
        seen: seen(scope),
        total,
        items: done.map(({ index, result, output }) => ({ index, result, output })),
      },
    };
  },
});

const itemEnd = itemEndNode({
  ...base,
  type: "itemEnd",
  title: "Item end",
  group: "Flow",
  config: z.strictObject({}),
  outlets: () => [],
  prepare: () => (scope) => ({
    result: "good",
    output: { seen: seen(scope), item: scope.data.item ?? null, path: scope.itemPath ?? null },
  }),
});

const child = childNode({
  ...base,
  type: "child",
  title: "Child",
  group: "Flow",
  config: z.strictObject({ deadlineMs: z.int().optional() }),
  outlets: ({ deadlineMs }) => [
    ...ways(1),
    { key: "cancelled", title: "Cancelled", kind: "failure" },
    ...(deadlineMs === undefined ? [] : [{ key: "overdue", title: "Overdue", kind: "deadline" as const }]),
  ],
  deadlineMs: ({ deadlineMs }) => deadlineMs,
  request: (_, scope) => ({ workflow: "other", version: "live", input: { seen: seen(scope) } }),
  settle: (_, scope, { status, outcome }) => ({
    outlet: status === "completed" ? "way0" : "cancelled",
    output: { seen: seen(scope), status, outcome: outcome ?? null },
  }),
});

export const testCatalogue: NodeCatalogue = {
  begin,
  think,
  ask,
  wait,
  part,
  meet,
  each,
  itemEnd,
  child,
  end,
};

type TestNode = [type: string, config?: object];

/** `graph({a: ["begin"], b: ["end"]}, ["a.way0 b"])` */
export function graph(nodes: { [key: string]: TestNode }, edges: string[], visitLimit = 25): WorkflowGraph {
  return {
    outcomes: [
      { key: "done", title: "Done", kind: "positive" },
      { key: "stop", title: "Stop", kind: "negative" },
    ],
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([key, [type, config = {}]]) => [
        key,
        { type, version: 1, title: key, config },
      ]),
    ),
    edges: edges.map((edge) => {
      const [, from = "", outlet = "", to = ""] = /^(\w+)\.(\w+) (\w+)$/.exec(edge) ?? [];
      return { from, outlet, to };
    }),
    rules: {},
    forms: {},
    reasonCodes: {},
    settings: {
      timeZone: "UTC",
      leapDayBirthday: "03-01",
      visitLimit,
      queues: {},
      documentTypes: {},
    },
  };
}
