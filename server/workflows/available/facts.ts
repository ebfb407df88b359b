import { reachableFrom } from "@/server/engine/graph";
import { BODY, type Outlet } from "@/server/engine/node";
import { leftBy } from "@/server/rules/core/node-fields";
import { countsAll } from "@/server/rules/core/table";
import { definitionOf, isStart, outletsOf } from "../edits/policy";
import type { Edge, WorkflowDocument } from "../schema";
import { type Meeting, type Spread, spread, type Way } from "./spread";

/**
 * What steps bring into a run: their own output, forms, values. A fact is one of these, by the ways out it comes with:
 * `nodes.registry failure`, `forms.company`, `values.score`.
 */

type Kind = Outlet["kind"];

export interface Facts extends Spread {
  /** The fact that must hold for a path to be there; undefined when no step brings it. */
  of(path: string): number | undefined;
  /** The steps that bring it. */
  bringers(fact: number): readonly string[];
}

interface Bringer {
  node: string;
  by: readonly Kind[];
  /** Whenever the step is left that way; else only when a rule fires or a row holds. */
  isSure: boolean;
}

const nameOf = (path: string, document: WorkflowDocument): string | undefined => {
  const [root, key = ""] = path.replaceAll("[]", "").split(".");
  if (root === "forms" || root === "values") return `${root}.${key}`;
  if (root !== "nodes") return undefined;
  const type = document.nodes[key]?.type ?? "";
  return `nodes.${key} ${leftBy(type, path).join(" ")}`;
};

export function factsOf(document: WorkflowDocument): Facts {
  const bringers = bringersIn(document);
  const numbers = new Map([...bringers.keys()].map((name, i) => [name, i]));
  const facts = [...bringers.values()];
  const bySteps = new Map<string, { fact: number; bringer: Bringer }[]>();
  facts.forEach((of, fact) => {
    for (const bringer of of)
      bySteps.set(bringer.node, [...(bySteps.get(bringer.node) ?? []), { fact, bringer }]);
  });
  const ways = waysOf(document, (from, kind) => {
    const brought = (bySteps.get(from) ?? []).filter(({ bringer }) => bringer.by.includes(kind));
    return {
      may: brought.map(({ fact }) => fact),
      sure: brought.flatMap(({ fact, bringer }) => (bringer.isSure ? [fact] : [])),
    };
  });
  const starts = Object.keys(document.nodes).filter((key) => isStart(document, key));
  return {
    ...spread(ways, starts, meetingsOf(document, ways), facts.length),
    of(path) {
      const name = nameOf(path, document);
      return name === undefined ? undefined : numbers.get(name);
    },
    bringers: (fact) => [...new Set((facts[fact] ?? []).map(({ node }) => node))],
  };
}

function bringersIn(document: WorkflowDocument): Map<string, Bringer[]> {
  const bringers = new Map<string, Bringer[]>();
  const add = (name: string, bringer: Bringer) =>
    bringers.set(name, [...(bringers.get(name) ?? []), bringer]);
  for (const [node, { type, config, disabled }] of Object.entries(document.nodes)) {
    const definition = definitionOf(type);
    if (!definition || disabled !== undefined) continue;
    for (const by of [leftBy(type, `nodes.${node}`), leftBy(type, `nodes.${node}.failure`)])
      add(`nodes.${node} ${by.join(" ")}`, { node, by, isSure: true });
    const given = definition.config.safeParse(config);
    if (!given.success) continue;
    for (const path of definition.writes?.(given.data, document) ?? []) {
      const name = nameOf(path, document);
      if (name !== undefined) add(name, { node, by: ["normal"], isSure: isSure(document, config, path) });
    }
  }
  return bringers;
}

/** A rule sets its values only when it fires; what the whole set names is set whatever fires. */
function isSure(
  { rules, tables, scorecards }: WorkflowDocument,
  config: Record<string, unknown>,
  path: string,
): boolean {
  const own = <T>(of: { readonly [key: string]: T }, key: unknown) =>
    typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;
  const key = path.split(".")[1] ?? "";
  const set = own(rules, config["ruleSet"]);
  if (set) return Object.hasOwn(set.values ?? {}, key);
  const card = own(scorecards, config["scorecard"]);
  if (card) return card.total === key || card.bands.every(({ values }) => Object.hasOwn(values ?? {}, key));
  const table = own(tables, config["table"]);
  return table === undefined || countsAll(table.hitPolicy) || Object.hasOwn(table.otherwise ?? {}, key);
}

/** The ways between steps. Who is left out brings nothing; what happens inside a “for each” stays there. */
function waysOf(
  document: WorkflowDocument,
  bring: (from: string, kind: Kind) => Pick<Way, "may" | "sure">,
): Way[] {
  const kinds = new Map<string, ReadonlyMap<string, Kind>>();
  const kindOf = ({ from, outlet }: Edge): Kind | undefined => {
    const known =
      kinds.get(from) ?? new Map(outletsOf(document, from).map(({ key, kind }) => [key, kind] as const));
    kinds.set(from, known);
    return known.get(outlet);
  };
  return document.edges.flatMap((edge): Way[] => {
    const { from, to, outlet } = edge;
    const node = document.nodes[from];
    if (!node || !Object.hasOwn(document.nodes, to)) return [];
    if (node.disabled !== undefined && node.disabled !== outlet) return [];
    const kind = kindOf(edge);
    if (kind === undefined) return [];
    const isBody = outlet === BODY && definitionOf(node.type)?.kind === "each";
    return [{ from, to, ...(isBody ? { may: [], sure: [] } : bring(from, kind)) }];
  });
}

function meetingsOf(document: WorkflowDocument, ways: readonly Way[]): Map<string, Meeting> {
  const meetings = new Map<string, Meeting>();
  for (const [join, { type, config }] of Object.entries(document.nodes)) {
    const definition = definitionOf(type);
    const given = definition?.kind === "join" ? definition.config.safeParse(config) : undefined;
    if (definition?.kind !== "join" || !given?.success) continue;
    const split = definition.splitOf(given.data);
    const inside = ways.filter(({ from }) => from !== join);
    const branches = ways
      .filter(({ from }) => from === split)
      .map((way) => {
        if (way.to === join) return [way];
        const members = reachableFrom([way.to], inside);
        return ways.filter(({ from, to }) => to === join && members.has(from));
      });
    meetings.set(join, { branches, needs: definition.needs(given.data, branches.length) });
  }
  return meetings;
}
