import { compileRuleSet } from "@/server/rules/core/compile";
import { documents, fiftyRules } from "./fifty-rules";
import { jsonLogicOf } from "./fifty-rules-in-json-logic";
import { lookUp, scan, tableRecords } from "./table-200x6";

/**
 * Fifty rules with their trace, beside a rules engine that keeps none: by turns, so that both meet the same machine.
 * And a decision table of 200 rows and six columns, one in four of its records with something missing.
 */

interface JsonLogic {
  run(logic: unknown, data: unknown): unknown;
  addMethod(name: string, method: (args: string[]) => unknown, options: { deterministic: boolean }): void;
}

// Named so that the types of a product we only compare with are not needed to check ours.
const peer: string = "json-logic-engine";
const { LogicEngine } = (await import(peer)) as { LogicEngine: new () => JsonLogic };

const rules = fiftyRules();
const data = documents(200);
const at = "2026-11-24T09:00:00Z";

const evaluate = compileRuleSet(rules, {
  timeZone: "Europe/Berlin",
  leapDayBirthday: "03-01",
  outcomes: ["approve", "review", "decline"],
});
const ours = (document: (typeof data)[number]): string[] =>
  evaluate(document, at).fired.map((rule) => rule.code);

const engine = new LogicEngine();
engine.addMethod("age_in_years", ([born = ""]) => yearsBetween(born, at), { deterministic: true });
const logic = rules.rules.map(({ code, when }) => ({ code, when: jsonLogicOf(when) }));
const theirs = (document: (typeof data)[number]): string[] => {
  const fired: string[] = [];
  for (const { code, when } of logic) if (engine.run(when, document)) fired.push(code);
  return fired;
};

function yearsBetween(born: string, until: string): number {
  const years = Number(until.slice(0, 4)) - Number(born.slice(0, 4));
  return until.slice(5, 10) < born.slice(5, 10) ? years - 1 : years;
}

let bytes = 0;
for (const document of data) {
  if (ours(document).join() !== theirs(document).join())
    throw new Error(`different rules fired: ${ours(document)} and ${theirs(document)}`);
  bytes += JSON.stringify(evaluate(document, at).trace).length;
}

function evaluationsPerCpuSecond(one: typeof ours, forMs: number): number {
  const before = process.cpuUsage();
  const end = performance.now() + forMs;
  let done = 0;
  let fired = 0;
  while (performance.now() < end) {
    for (const document of data) fired += one(document).length;
    done += data.length;
  }
  const used = process.cpuUsage(before);
  if (fired === 0) throw new Error("no rule fired: the bench measures nothing");
  return done / ((used.user + used.system) / 1e6);
}

for (const one of [ours, theirs]) evaluationsPerCpuSecond(one, 1000);
const sweeps = Array.from({ length: 7 }, () => ({
  ours: evaluationsPerCpuSecond(ours, 1000),
  theirs: evaluationsPerCpuSecond(theirs, 1000),
}));

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

console.log(
  `figure rules_50_evals_per_cpu_s ${Math.round(median(sweeps.map((sweep) => sweep.ours)))} evals/s`,
);
console.log(`figure rules_50_trace_bytes ${Math.round(bytes / data.length)} bytes`);
console.log(
  `figure json_logic_50_evals_per_cpu_s ${Math.round(median(sweeps.map((sweep) => sweep.theirs)))} evals/s`,
);
console.log(
  `figure rules_vs_json_logic_engine ${median(sweeps.map((sweep) => sweep.ours / sweep.theirs)).toFixed(2)} times`,
);
console.log(`figure table_200x6_per_s ${Math.round(median(tables))} look-ups/s`);
