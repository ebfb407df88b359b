import { is, numbered } from "@/db/seed/templates/conditions";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import type { WorkflowDocument } from "@/server/workflows/schema";

/**
 * One policy for many markets: each has the steps and rules of the seller template under names of its own, and a second
 * check beside that of the bank account. Splits and joins, reviews that send back, failures that lead to a person, ends.
 */

const STEPS_PER_MARKET = 31;
/** Above this many markets a region is chosen first: a branch with a hundred ways is nobody's. */
const MANY_MARKETS = 20;
const REGIONS = ["North", "East", "South", "West"];

type Nodes = WorkflowDocument["nodes"];
type Edges = WorkflowDocument["edges"];

const { start, application, ...seller } = marketplaceSeller.nodes;
// The application waits for ever here: each market has ends of its own.
const beginning = { start, application: { ...application, config: { form: "seller" } } } as Nodes;

/** The steps of one market: the template's, from who can sell here to the ends, with two checks side by side. */
const steps: Nodes = {
  ...seller,
  both_checks: {
    ...{ type: "split", version: 1, title: "Bank and address" },
    config: {
      branches: [
        { key: "bank", title: "Bank account" },
        { key: "address", title: "Address" },
      ],
    },
  },
  address: {
    ...{ type: "check", version: 1, title: "Registered address" },
    config: { ...seller["registry"]?.config, deadlineMinutes: 60 },
  },
  checked: {
    ...{ type: "join", version: 1, title: "Both are back" },
    config: { split: "both_checks", mode: "all" },
  },
};
const ways: Edges = [
  ...marketplaceSeller.edges
    .filter(({ from }) => Object.hasOwn(seller, from))
    .map((edge) => {
      if (edge.from === "bank") return { ...edge, to: "checked" };
      return edge.to === "bank" ? { ...edge, to: "both_checks" } : edge;
    }),
  { from: "both_checks", outlet: "bank", to: "bank" },
  { from: "both_checks", outlet: "address", to: "address" },
  ...["answered", "no_answer", "overdue"].map((outlet) => ({ from: "address", outlet, to: "checked" })),
  { from: "checked", outlet: "joined", to: "decision" },
];

/** Every name of a step or a rule set inside a value, with the market's mark before it. */
function under<T>(mark: string, value: T): T {
  const names = [...Object.keys(steps), ...Object.keys(marketplaceSeller.rules)];
  const read = new RegExp(`\\bnodes\\.(${names.join("|")})\\b`, "g");
  const whole = new Set(["node", "split", "ruleSet"]);
  const walk = (one: unknown, at = ""): unknown => {
    if (typeof one === "string")
      return whole.has(at) && names.includes(one) ? `${mark}_${one}` : one.replace(read, `nodes.${mark}_$1`);
    if (Array.isArray(one)) return one.map((each) => walk(each));
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, walk(each, key)]));
  };
  return walk(value) as T;
}

/** A document of 4 steps, 31 per market, and one per region where there are many. */
export function canvasDocument(size: number): WorkflowDocument {
  const isLarge = size > MANY_MARKETS * STEPS_PER_MARKET;
  const count = Math.floor((size - 4 - (isLarge ? REGIONS.length : 0)) / STEPS_PER_MARKET);
  const markets = Array.from({ length: count }, (_, i) => ({ mark: `m${i + 1}`, title: `Market ${i + 1}` }));
  const nodes: Nodes = {
    ...beginning,
    welcome: {
      ...{ type: "notify", version: 1, title: "Say that it has arrived" },
      config: {
        to: "applicant",
        subject: "We have your application",
        text: "Hello,\n\nwe are looking at it.",
      },
    },
  };
  const edges: Edges = [
    { from: "start", outlet: "next", to: "application" },
    { from: "application", outlet: "submitted", to: "welcome" },
    { from: "welcome", outlet: "sent", to: "market" },
    { from: "welcome", outlet: "failed", to: "market" },
  ];
  /** A branch with one way per entry, the last of them also for everything else. */
  const parts = (
    key: string,
    title: string,
    to: readonly { mark: string; title: string; goal: string }[],
  ) => {
    const branches = to.map(({ mark, title }) => ({
      ...{ key: mark, title },
      when: numbered(`${key}.${mark}`, is("forms.seller.tradingName", title)),
    }));
    nodes[key] = { type: "branch", version: 1, title, config: { by: "conditions", branches } };
    for (const { mark, goal } of to) edges.push({ from: key, outlet: mark, to: goal });
    edges.push({ from: key, outlet: "otherwise", to: to.at(-1)?.goal ?? "" });
  };
  const goals = markets.map((market) => ({ ...market, goal: `${market.mark}_eligibility` }));
  if (isLarge) {
    const regions = REGIONS.map((title, i) => ({ mark: `r${i + 1}`, title, goal: `region_${i + 1}` }));
    parts("market", "Which region?", regions);
    const each = Math.ceil(count / REGIONS.length);
    for (const [i, { title, goal }] of regions.entries())
      parts(goal, `Markets in the ${title}`, goals.slice(i * each, (i + 1) * each));
  } else parts("market", "Which market?", goals);
  const rules: WorkflowDocument["rules"] = {};
  for (const { mark, title } of markets) {
    for (const [key, node] of Object.entries(under(mark, steps)))
      nodes[`${mark}_${key}`] = { ...node, title: `${node.title} · ${title}` };
    for (const { from, outlet, to } of ways)
      edges.push({ from: `${mark}_${from}`, outlet, to: `${mark}_${to}` });
    for (const [key, set] of Object.entries(under(mark, marketplaceSeller.rules)))
      rules[`${mark}_${key}`] = set;
  }
  if (Object.keys(nodes).length !== size)
    throw new Error(`${Object.keys(nodes).length} steps are not ${size}`);
  return { ...marketplaceSeller, key: `canvas_${size}`, title: `${size} steps`, nodes, edges, rules };
}
