import { BODY } from "@/server/engine/node";
import type { RunState } from "@/server/engine/state";
import { partsOfLine } from "../lines/policy";

/**
 * A run's trail: where it has been, by keys alone, so that runs can be counted without opening what they know.
 * `|start:next|check:found*2|owners:done|owners>each*3|review|@review|`: left by an outlet, did its body (`>`), came and
 * did not leave by one, stands there (`@`), suffers there (`!`). Whoever took the same ways has the same trail.
 */
export function trailOf({ path, tokens, decision }: Pick<RunState, "path" | "tokens" | "decision">): string {
  const times = new Map<string, number>();
  const add = (entry: string, more = 1) => times.set(entry, (times.get(entry) ?? 0) + more);
  const lines = new Set<string>();
  for (const { node, outlet, frame } of path) {
    add(outlet === undefined ? node : `${node}:${written(outlet)}`);
    if (frame !== undefined && !lines.has(frame)) {
      lines.add(frame);
      const { node: by, place } = partsOfLine(frame);
      // A split leaves by all its ways at once: nothing has to be kept of that.
      if (/^\d+$/.test(place)) add(`${by}>${BODY}`);
    }
  }
  if (decision) {
    // An end has no outlets: what it decided stands in their place.
    add(decision.node, -1);
    add(`${decision.node}:${decision.outcome}`);
  }
  for (const { node, phase } of tokens) add(`${phase === "incident" ? "!" : "@"}${node}`);
  const entries = [...times].filter(([, count]) => count > 0);
  return `|${entries
    .map(([entry, count]) => (count === 1 ? entry : `${entry}*${count}`))
    .sort()
    .map((entry) => `${entry}|`)
    .join("")}`;
}

/** What runs that have something in common have in their trails; any of them is enough. */
export function trailMarks(node: string, { outlet, stands }: TrailPlace): string[] {
  if (stands !== undefined) return marked(stands === "attention" ? `!${node}` : `@${node}`);
  if (outlet === undefined) return [...marked(node), `|${node}:`];
  return [...marked(`${node}:${written(outlet)}`), ...marked(`${node}>${written(outlet)}`)];
}

/** Keys of nodes are plain words; an outlet may be any text. */
const written = (outlet: string) =>
  /[|:>*%]/.test(outlet) ? encodeURIComponent(outlet).replaceAll("*", "%2A") : outlet;

const marked = (entry: string) => [`|${entry}|`, `|${entry}*`];

interface TrailPlace {
  /** Left by it: an outlet, the body of a “for each”, the outcome of an end. */
  outlet?: string | undefined;
  /** Stands there now: in its course, or in need of a person. */
  stands?: "waiting" | "attention" | undefined;
}

/** Runs and times: a run that comes by twice is one run. */
interface Tally {
  runs: number;
  times: number;
}

export interface NodeTally extends Tally {
  node: string;
  /** Runs that stand there now, and those that need a person there. */
  waiting: number;
  attention: number;
  ways: (Tally & { outlet: string })[];
}

/** Counts the runs of equal trails, node by node. */
export function tallyOf(trails: readonly { trail: string; runs: number }[]): NodeTally[] {
  const nodes = new Map<string, NodeTally>();
  const ways = new Map<string, Tally & { outlet: string }>();
  const nodeAt = (node: string): NodeTally => {
    const known = nodes.get(node);
    if (known) return known;
    const made: NodeTally = { node, runs: 0, times: 0, waiting: 0, attention: 0, ways: [] };
    nodes.set(node, made);
    return made;
  };
  for (const { trail, runs } of trails) {
    const came = new Set<NodeTally>();
    for (const entry of trail.split("|")) {
      const found = /^([@!]?)([^:>*]+)(?:([:>])([^*]+))?(?:\*(\d+))?$/.exec(entry);
      if (!found) continue;
      const [, sign = "", key = "", by, outlet = "", count = "1"] = found;
      const node = nodeAt(key);
      const times = Number(count) * runs;
      if (sign !== "") {
        node[sign === "!" ? "attention" : "waiting"] += runs;
        continue;
      }
      if (by !== ">") {
        came.add(node);
        node.times += times;
      }
      if (by === undefined) continue;
      const place = `${key} ${outlet}`;
      const way = ways.get(place) ?? { outlet: decodeURIComponent(outlet), runs: 0, times: 0 };
      if (!ways.has(place)) {
        ways.set(place, way);
        node.ways.push(way);
      }
      way.runs += runs;
      way.times += times;
    }
    for (const node of came) node.runs += runs;
  }
  for (const { ways } of nodes.values()) ways.sort((one, other) => (one.outlet < other.outlet ? -1 : 1));
  return [...nodes.values()].sort((one, other) => (one.node < other.node ? -1 : 1));
}
