import type { NodeDefinition } from "@/server/engine/node";
import { humanise } from "@/server/rules/core/words";
import { policySentences } from "../policy";
import type { Edge } from "../schema";
import {
  type Comparison,
  fieldLines,
  isWhole,
  large,
  lines,
  only,
  own,
  sideValue,
  type Teller,
  type Told,
  users,
} from "./lines";
import { isRecord, type Step } from "./steps";
import { forms } from "./tell-forms";
import { formulas, rules, scorecards, tables } from "./tell-rules";
import { thingOf, unitOf } from "./units";
import { type DifferenceLine, linesBetween, type Side, schemaOf } from "./values";

/** The words of one difference: what it is called, and its lines with old and new. */

export function tell(steps: readonly Step[], of: Comparison): Told {
  const unit = unitOf(steps[0]!.path);
  const whole = steps.find(
    (step) => (step.op === "add" || step.op === "remove") && step.path.length === unit.length,
  );
  const kind = whole ? (whole.op === "add" ? "added" : "removed") : "changed";
  const told = (tellers[unit[0]!] ?? general)(steps, unit, of);
  return { kind, thing: thingOf(steps[0]!.path), ...told };
}

const SETTINGS: { readonly [path: string]: string } = {
  title: "Title",
  description: "Description",
  "settings.partyKind": "Whom it decides about",
  "settings.timeZone": "Time zone",
  "settings.leapDayBirthday": "Birthday of who was born on a 29 February",
  "settings.visitLimit": "How often a step may be entered in one run",
  "settings.noticeReasons": "Reasons in a decision notice",
  "settings.party.name": "Name of the party",
  "settings.party.country": "Country of the party",
  "settings.party.reference": "Reference of the party",
};

const general: Teller = (steps, _, of) => ({
  ...{ part: "General", title: "Title and settings", nodes: [] },
  lines: lines(steps, 0, of, (rest) => own(SETTINGS, rest.join(".")) ?? large(humanise(rest.at(-1) ?? ""))),
});

const outcomes: Teller = (steps, [, key], of) => {
  const titleOf = (one: string) => {
    const find = ({ document }: Side) => document.outcomes.find((outcome) => outcome.key === one)?.title;
    return find(of.after) ?? find(of.before) ?? one;
  };
  if (key === undefined)
    return {
      ...{ part: "Outcomes", title: "Severity of the outcomes", nodes: [] },
      lines: lines(steps, 1, of, () => "", titleOf).map((line) => ({
        ...line,
        label: "From least to most severe",
      })),
    };
  return { part: "Outcomes", title: `Outcome “${titleOf(key)}”`, nodes: [], lines: fieldLines(steps, 2, of) };
};

const nodeOf = ({ before, after }: Comparison, key: string) =>
  own(after.document.nodes, key) ?? own(before.document.nodes, key);
const nodeTitle = (of: Comparison, key: string) => nodeOf(of, key)?.title ?? key;

const NODE_FIELDS = {
  title: "Title",
  type: "Kind",
  version: "Version of its kind",
  config: "Settings",
  disabled: "Left out, goes on at",
};

const nodes: Teller = (steps, unit, of) => {
  const key = unit[1] ?? "";
  const about = { part: "Steps" as const, title: `Step “${nodeTitle(of, key)}”`, nodes: [key] };
  const [had, has] = [sentenceOf(of.before, key, of), sentenceOf(of.after, key, of)];
  if (isWhole(steps, unit)) return { ...about, lines: only(had, has) };
  const type = nodeOf(of, key)?.type;
  const schema = schemaOf(own(of.catalogue as { [type: string]: NodeDefinition }, type));
  const settings = steps.flatMap((step): DifferenceLine[] => {
    const [, , part = "", ...rest] = step.path;
    if (part !== "config" || step.op === "order")
      return lines([step], 2, of, (path) => own(NODE_FIELDS, path[0]) ?? large(humanise(path[0] ?? "")));
    const wrap = (value: unknown) => rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    return linesBetween(wrap(sideValue(step, "before")), wrap(sideValue(step, "after")), of, "", schema);
  });
  return { ...about, lines: [...only(had, has, "What it does"), ...settings] };
};

function sentenceOf({ document }: Side, key: string, of: Comparison): string | null {
  if (!Object.hasOwn(document.nodes, key)) return null;
  return policySentences(document, of.catalogue).find(({ node }) => node === key)?.sentence ?? null;
}

const edges: Teller = (steps, [, name = ""], of) => {
  const edgeOf = ({ document }: Side) =>
    document.edges.find(({ from, outlet }) => `${from} ${outlet}` === name.split("#")[0]);
  const [had, has] = [edgeOf(of.before), edgeOf(of.after)];
  const { from, outlet } = (has ?? had) as Edge;
  const goal = (step: Step, side: "before" | "after") => {
    const value = sideValue(step, side);
    const to = isRecord(value) ? value["to"] : value;
    return typeof to === "string" ? to : null;
  };
  return {
    part: "Ways",
    title: `Way from “${nodeTitle(of, from)}” by “${outletTitle(from, outlet, of)}”`,
    nodes: [from],
    lines: steps.flatMap((step) => {
      const [before, after] = [goal(step, "before"), goal(step, "after")];
      const isTold = before === null || after === null || nodeTitle(of, before) !== nodeTitle(of, after);
      const shown = (key: string | null) =>
        key && (isTold ? nodeTitle(of, key) : `${nodeTitle(of, key)} (${key})`);
      return step.op === "order" ? [] : only(shown(before), shown(after), "Leads to");
    }),
  };
};

function outletTitle(from: string, outlet: string, of: Comparison): string {
  for (const { document } of [of.after, of.before]) {
    const node = own(document.nodes, from);
    const definition = node && own(of.catalogue as { [type: string]: NodeDefinition }, node.type);
    const config = definition?.config.safeParse(node?.config);
    const found = config?.success
      ? definition?.outlets(config.data, document).find(({ key }) => key === outlet)
      : undefined;
    if (found) return found.title;
  }
  return outlet;
}

const reasonCodes: Teller = (steps, [, code = ""], of) => ({
  ...{ part: "Reason codes", title: `Reason code ${code}`, nodes: [] },
  lines: fieldLines(steps, 2, of, {
    ...{ applicant: "What the applicant reads", staff: "What staff read", priority: "Priority" },
  }),
});

const texts: Teller = (steps, [, name = ""]) => ({
  ...{ part: "Texts", title: `Text “${name}”`, nodes: [] },
  lines: steps.flatMap((step) =>
    step.op === "order" ? [] : only(asText(sideValue(step, "before")), asText(sideValue(step, "after"))),
  ),
});

const asText = (value: unknown) => (typeof value === "string" ? value : null);

const settings: Teller = (steps, unit, of) => {
  const [, list, key = ""] = unit;
  if (unit.length < 3) return general(steps, unit, of);
  const find = ({ document: { settings: all } }: Side) =>
    (list === "queues" ? own(all.queues, key) : own(all.documentTypes, key))?.title;
  const title = find(of.after) ?? find(of.before) ?? key;
  const isQueue = list === "queues";
  return {
    part: isQueue ? "Queues" : "Document types",
    title: `${isQueue ? "Queue" : "Document type"} “${title}”`,
    nodes: isQueue ? users(of, "queue", key) : [],
    lines: fieldLines(steps, 3, of, { slaHours: "Hours to decide", checklist: "Checklist", help: "Help" }),
  };
};

const tellers: { readonly [part: string]: Teller } = {
  ...{ outcomes, nodes, edges, rules, tables, scorecards, formulas, forms, reasonCodes, texts, settings },
};
