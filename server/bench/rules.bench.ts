import { compileRuleSet } from "@/server/rules/core/compile";
import { documents, fiftyRules } from "./fifty-rules";
import { jsonLogicOf } from "./fifty-rules-in-json-logic";
import { jsonRuleOf, ownTests } from "./fifty-rules-in-json-rules";
import { zenOf } from "./fifty-rules-in-zen";
import { lookUp, scan, tableRecords } from "./table-200x6";

/**
 * Fifty rules with their trace, beside engines that keep none: by turns, so that all meet the same machine, and on
 * records for which all fire the same rules. And a decision table of 200 rows and six columns, one in four of its
 * records with something missing.
 */

interface JsonLogic {
  run(logic: unknown, data: unknown): unknown;
  addMethod(name: string, method: (args: string[]) => unknown, options: { deterministic: boolean }): void;
}
interface Zen {
  createDecision(graph: object): { evaluate(data: unknown): Promise<{ result: Record<string, boolean> }> };
}
interface JsonRules {
  addRule(rule: object): void;
  addOperator(name: string, test: (seen: never, limit: never) => boolean): void;
  run(facts: unknown): Promise<{ events: { type: string }[] }>;
}

/** Imported by name, so that the types of products we only compare with are not needed to check ours. */
async function peer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
const { LogicEngine } = await peer<{ LogicEngine: new () => JsonLogic }>("json-logic-engine");
const { ZenEngine } = await peer<{ ZenEngine: new () => Zen }>("@gorules/zen-engine");
const { Engine } = await peer<{ Engine: new (rules: [], options: object) => JsonRules }>("json-rules-engine");

const rules = fiftyRules();
const data = documents(200);
type Record200 = (typeof data)[number];
type Fired = string[] | Promise<string[]>;
const at = "2026-11-24T09:00:00Z";

const evaluate = compileRuleSet(rules, {
  timeZone: "Europe/Berlin",
  leapDayBirthday: "03-01",
  outcomes: ["approve", "review", "decline"],
});
const ours = (document: Record200): Fired => evaluate(document, at).fired.map((rule) => rule.code);

const logicEngine = new LogicEngine();
logicEngine.addMethod("age_in_years", ([born = ""]) => yearsBetween(born, at), { deterministic: true });
const logic = rules.rules.map(({ code, when }) => ({ code, when: jsonLogicOf(when) }));
const jsonLogic = (document: Record200): Fired => {
  const fired: string[] = [];
  for (const { code, when } of logic) if (logicEngine.run(when, document)) fired.push(code);
  return fired;
};

const decision = new ZenEngine().createDecision({
  nodes: [
    { id: "in", name: "in", type: "inputNode", content: {} },
    {
      ...{ id: "rules", name: "rules", type: "expressionNode" },
      content: {
        expressions: rules.rules.map(({ code, when }) => ({ id: code, key: code, value: zenOf(when, at) })),
      },
    },
    { id: "out", name: "out", type: "outputNode", content: {} },
  ],
  edges: [
    { id: "a", type: "edge", sourceId: "in", targetId: "rules" },
    { id: "b", type: "edge", sourceId: "rules", targetId: "out" },
  ],
});
const zen = async (document: Record200): Promise<string[]> => {
  const { result } = await decision.evaluate(document);
  return rules.rules.flatMap(({ code }) => (result[code] === true ? [code] : []));
};

const rulesEngine = new Engine([], { allowUndefinedFacts: true });
for (const [name, test] of Object.entries(ownTests)) rulesEngine.addOperator(name, test);
rulesEngine.addOperator(
  "youngerThan",
  ((born: string | undefined, years: number) =>
    born !== undefined && yearsBetween(born, at) < years) as never,
);
for (const { code, when } of rules.rules) {
  const rule = jsonRuleOf(when);
  const conditions = "all" in rule || "any" in rule ? rule : { all: [rule] };
  rulesEngine.addRule({ conditions, event: { type: code } });
}
const jsonRules = async (document: Record200): Promise<string[]> => {
  const { events } = await rulesEngine.run(document);
  // Its events come in the order they were settled.
  const fired = new Set(events.map(({ type }) => type));
  return rules.rules.flatMap(({ code }) => (fired.has(code) ? [code] : []));
};

function yearsBetween(born: string, until: string): number {
  const years = Number(until.slice(0, 4)) - Number(born.slice(0, 4));
  return until.slice(5, 10) < born.slice(5, 10) ? years - 1 : years;
}

const contenders = { ours, jsonLogic, zen, jsonRules };
type Name = keyof typeof contenders;
const names = Object.keys(contenders) as Name[];

let bytes = 0;
for (const document of data) {
  const expected = String(await ours(document));
  for (const name of names) {
    const found = String(await contenders[name](document));
    if (found !== expected) throw new Error(`${name} fires other rules: ${found} instead of ${expected}`);
  }
  bytes += JSON.stringify(evaluate(document, at).trace).length;
}

/** An engine that answers at once is not made to wait for a promise. */
async function evaluationsPerCpuSecond(one: (document: Record200) => Fired, forMs: number): Promise<number> {
  const before = process.cpuUsage();
  const end = performance.now() + forMs;
  let done = 0;
  let fired = 0;
  while (performance.now() < end) {
    for (const document of data) {
      const found = one(document);
      fired += found instanceof Promise ? (await found).length : found.length;
    }
    done += data.length;
  }
  const used = process.cpuUsage(before);
  if (fired === 0) throw new Error("no rule fired: the bench measures nothing");
  return done / ((used.user + used.system) / 1e6);
}

for (const name of names) await evaluationsPerCpuSecond(contenders[name], 1000);
const sweeps: Record<Name, number>[] = [];
for (let sweep = 0; sweep < 7; sweep++) {
  const figures = {} as Record<Name, number>;
  for (const name of names) figures[name] = await evaluationsPerCpuSecond(contenders[name], 1000);
  sweeps.push(figures);
}

const records = tableRecords(1000);
for (const record of records) {
  const { matched, unknown } = lookUp(record, at);
  if (JSON.stringify({ matched, unknown }) !== JSON.stringify(scan(record, at)))
    throw new Error("the index of the table answers differently from its cells");
}

function lookUpsPerCpuSecond(forMs: number): number {
  const before = process.cpuUsage();
  const end = performance.now() + forMs;
  let done = 0;
  let matched = 0;
  while (performance.now() < end) {
    for (const record of records) matched += lookUp(record, at).matched.length;
    done += records.length;
  }
  const used = process.cpuUsage(before);
  if (matched === 0) throw new Error("no row held: the bench measures nothing");
  return done / ((used.user + used.system) / 1e6);
}
lookUpsPerCpuSecond(1000);
const tables = Array.from({ length: 5 }, () => lookUpsPerCpuSecond(1000));

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const speed = (name: Name) => Math.round(median(sweeps.map((sweep) => sweep[name])));
const times = (name: Name) => median(sweeps.map((sweep) => sweep.ours / sweep[name])).toFixed(2);
console.log(`figure rules_50_flat_trace_per_s ${speed("ours")} evals/s`);
console.log(`figure rules_50_trace_bytes ${Math.round(bytes / data.length)} bytes`);
console.log(`figure jsonlogic_engine_50_per_s ${speed("jsonLogic")} evals/s`);
console.log(`figure zen_50_per_s ${speed("zen")} evals/s`);
console.log(`figure json_rules_engine_50_per_s ${speed("jsonRules")} evals/s`);
console.log(`figure rules_vs_jsonlogic_engine ${times("jsonLogic")} times`);
console.log(`figure rules_vs_zen ${times("zen")} times`);
console.log(`figure rules_vs_json_rules_engine ${times("jsonRules")} times`);
console.log(`figure table_200x6_per_s ${Math.round(median(tables))} look-ups/s`);
