import { reachableFrom } from "@/server/engine/graph";
import { humanise, large } from "@/server/rules/core/words";
import {
  addNode,
  connect,
  definitionOf,
  disconnect,
  isStart,
  outletsOf,
  removeNodes,
  setConfig,
  setNodeDisabled,
} from "../edits/policy";
import { addPart } from "../parts/policy";
import type { DocumentProblem, DraftParts, WorkflowDocument } from "../schema";
import type { Fix } from "./policy";

const titleOf = (document: WorkflowDocument, key: string) => document.nodes[key]?.title ?? key;

/** Ways and steps: what leads nowhere, what nothing leads to, circles and splits. */
export function mendGraph(parts: DraftParts, problem: DocumentProblem): Fix | undefined {
  const { document } = parts;
  const { code, node = "", path, outlet } = problem;
  const title = titleOf(document, node);
  const [, at] = /^edges\.(\d+)/.exec(path) ?? [];
  const edge = at === undefined ? undefined : document.edges[Number(at)];
  switch (code) {
    case "unreachable":
      return removeUnreached(parts, node);
    case "unused_step":
      return {
        ...{ title: "Remove the step", words: `Remove “${title}”` },
        parts: removeNodes(parts, [node]),
      };
    case "left_out":
    case "cannot_be_left_out":
      return takeIn(parts, node);
    case "unknown_node":
    case "unknown_outlet":
      if (!edge) return path.endsWith(".disabled") ? takeIn(parts, node) : undefined;
      return { title: "Remove the way", words: "Remove a way", parts: disconnect(parts, [edge]) };
    case "outlet_wired_twice": {
      const edges = document.edges.filter((_, i) => i !== Number(at));
      return {
        ...{ title: "Remove the second way", words: `Remove a second way of “${title}”` },
        parts: { ...parts, document: { ...document, edges } },
      };
    }
    case "unhandled_failure":
    case "unhandled_deadline":
      return outlet === undefined ? undefined : sendToPeople(parts, node, outlet);
    case "unwired_outlet":
      return outlet === undefined ? undefined : leadOn(parts, node, outlet);
    case "spinning_cycle":
      return breakCircle(parts, node);
    case "split_without_join":
      return joinBranches(parts, node);
    case "starving_join":
      return waitForThoseThatCome(parts, node);
    case "end_in_body":
      return endTheElement(parts, node);
    case "bad_config":
      return mendJoin(parts, node, path);
    default:
      return undefined;
  }
}

const takeIn = (parts: DraftParts, node: string): Fix => ({
  title: "Take it in again",
  words: `Take “${titleOf(parts.document, node)}” in again`,
  parts: setNodeDisabled(parts, node, undefined),
});

/** With everything that only leads to it: half a way is no better than none. */
function removeUnreached(parts: DraftParts, node: string): Fix | undefined {
  const { document } = parts;
  const reached = reachableFrom(
    Object.keys(document.nodes).filter((key) => isStart(document, key)),
    document.edges,
  );
  const before = reachableFrom(
    [node],
    document.edges.map(({ from, to }) => ({ from: to, to: from })),
  );
  const gone = [...before].filter((key) => Object.hasOwn(document.nodes, key));
  if (gone.some((key) => reached.has(key))) return undefined;
  return {
    title: gone.length === 1 ? "Remove the step" : `Remove ${gone.length} steps`,
    words: `Remove “${titleOf(document, node)}”`,
    parts: removeNodes(parts, gone),
  };
}

/** What nobody handles goes to people, as its default is. */
function sendToPeople(parts: DraftParts, node: string, outlet: string): Fix | undefined {
  const { document } = parts;
  const title = titleOf(document, node);
  const place = { from: node, outlet };
  const reviews = Object.entries(document.nodes).filter(
    ([key, { type }]) => type === "review" && key !== node,
  );
  for (const [review, { title: goal }] of reviews) {
    const next = connect(parts, place, review);
    if (next === parts) continue;
    return { title: `Send to “${goal}”`, words: `“${title}”: no answer goes to “${goal}”`, parts: next };
  }
  return withReview(parts, node, outlet);
}

/** A review whose verdicts lead on: who is approved goes on, who is declined is, and what is sent back is asked for. */
function withReview(parts: DraftParts, node: string, outlet: string): Fix | undefined {
  const [known] = Object.keys(parts.document.settings.queues);
  const queued = known === undefined ? addPart(parts, "queue", "Review") : { parts, key: known };
  const { document } = queued.parts;
  const onward = outletsOf(document, node).find(({ kind }) => kind === "normal");
  const goal = document.edges.find((edge) => edge.from === node && edge.outlet === onward?.key)?.to;
  const negative = document.outcomes.find(({ kind }) => kind === "negative");
  const decline = Object.entries(document.nodes).find(
    ([, { type, config }]) => type === "end" && config["outcome"] === negative?.key,
  )?.[0];
  if (goal === undefined || (decline === undefined && negative === undefined)) return undefined;
  const review = addNode(queued.parts, {
    ...{ type: "review", config: { queue: queued.key }, after: { from: node, outlet } },
  });
  if (review.key === "") return undefined;
  let next = connect(review.parts, { from: review.key, outlet: "approved" }, goal);
  let end = decline;
  if (end === undefined) {
    const made = addNode(next, {
      ...{ type: "end", config: { outcome: negative?.key } },
      after: { from: review.key, outlet: "declined" },
    });
    next = made.parts;
    end = made.key;
  } else next = connect(next, { from: review.key, outlet: "declined" }, end);
  const sentBack = { from: review.key, outlet: "sent_back" };
  const start = Object.entries(document.nodes).find(([key]) => isStart(document, key))?.[1];
  if (definitionOf(start?.type ?? "")?.hasNoApplicant) next = connect(next, sentBack, end);
  else {
    const config = { from: { node: review.key } };
    const asked = addNode(next, { type: "request_information", config, after: sentBack });
    next = outletsOf(asked.parts.document, asked.key).reduce(
      (now, { key }) => connect(now, { from: asked.key, outlet: key }, review.key),
      asked.parts,
    );
  }
  return {
    ...{ title: "Add a review and send it there", parts: next },
    words: `“${titleOf(document, node)}”: no answer goes to a review`,
  };
}

/** The end that a way out is called after, or the only step that nothing leads to. */
function leadOn(parts: DraftParts, node: string, outlet: string): Fix | undefined {
  const { document } = parts;
  const wanted = { approved: "positive", declined: "negative" }[outlet];
  const ends = Object.entries(document.nodes).filter(([, { type, config }]) => {
    const outcome = document.outcomes.find(({ key }) => key === config["outcome"]);
    return type === "end" && (outcome?.key === outlet || (wanted !== undefined && outcome?.kind === wanted));
  });
  const led = new Set(document.edges.map(({ to }) => to));
  const alone = Object.entries(document.nodes).filter(([key]) => !led.has(key) && !isStart(document, key));
  const [only, second] = ends.length > 0 ? ends : alone;
  if (!only || second || only[0] === node) return undefined;
  const next = connect(parts, { from: node, outlet }, only[0]);
  const goal = only[1].title;
  return {
    title: `Lead to “${goal}”`,
    words: `“${titleOf(document, node)}” leads to “${goal}”`,
    parts: next,
  };
}

/** A day's wait on the way that closes the circle. */
function breakCircle(parts: DraftParts, node: string): Fix | undefined {
  const { document } = parts;
  const behind = reachableFrom([node], document.edges);
  const back = document.edges.find(({ from, to }) => to === node && behind.has(from));
  if (!back) return undefined;
  const config = { for: "duration", amount: 1, unit: "days" };
  const added = addNode(parts, { type: "wait", config, after: { from: back.from, outlet: back.outlet } });
  if (added.key === "") return undefined;
  return {
    ...{ title: "Put a wait of one day into it", parts: added.parts },
    words: `Wait before “${titleOf(document, node)}”`,
  };
}

/** A join where the branches come together anyway. */
function joinBranches(parts: DraftParts, split: string): Fix | undefined {
  const { document } = parts;
  const firsts = outletsOf(document, split).map(
    ({ key }) => document.edges.find(({ from, outlet }) => from === split && outlet === key)?.to,
  );
  if (firsts.length === 0 || firsts.some((to) => to === undefined)) return undefined;
  const onward = document.edges.filter(({ from }) => from !== split);
  const reached = firsts.map((to) => reachableFrom([to ?? ""], onward));
  const meeting = [...reached[0]!].find((key) => reached.every((branch) => branch.has(key)));
  if (meeting === undefined) return undefined;
  const before = document.edges.filter(({ to }) => to !== meeting);
  const inside = reachableFrom(
    firsts.filter((to) => to !== meeting).map((to) => to ?? ""),
    before.filter(({ from }) => from !== split),
  );
  const added = addNode(parts, { type: "join", config: { split } });
  if (added.key === "") return undefined;
  const edges = added.parts.document.edges.map((edge) =>
    edge.to === meeting && (edge.from === split || inside.has(edge.from)) ? { ...edge, to: added.key } : edge,
  );
  const joined = { ...added.parts, document: { ...added.parts.document, edges } };
  return {
    ...{ title: "Add a join", words: `Join the branches of “${titleOf(document, split)}”` },
    parts: connect(joined, { from: added.key, outlet: "joined" }, meeting),
  };
}

/** The join goes on with the branches that can come to it. */
function waitForThoseThatCome(parts: DraftParts, split: string): Fix | undefined {
  const { document } = parts;
  const [join] =
    Object.entries(document.nodes).find(
      ([, { type, config }]) => type === "join" && config["split"] === split,
    ) ?? [];
  if (join === undefined) return undefined;
  const branches = outletsOf(document, split).flatMap(({ key }) => {
    const to = document.edges.find(({ from, outlet }) => from === split && outlet === key)?.to;
    return to === undefined ? [] : [to];
  });
  const onward = document.edges.filter(({ from }) => from !== join);
  const coming = branches.filter((to) => reachableFrom([to], onward).has(join)).length;
  if (coming === 0) return undefined;
  const config = coming === 1 ? { split, mode: "first" } : { split, mode: "n", n: coming };
  return {
    title: coming === 1 ? "Wait for the branch that comes" : `Wait for the ${coming} branches that come`,
    words: `“${titleOf(document, join)}” waits for those that come`,
    parts: setConfig(parts, join, config),
  };
}

/** Inside a “for each” an element ends, not the run. */
function endTheElement(parts: DraftParts, node: string): Fix | undefined {
  const { document } = parts;
  const end = document.nodes[node];
  const definition = definitionOf("item_end");
  if (end?.type !== "end" || !definition) return undefined;
  const { outcome } = end.config;
  const config = typeof outcome === "string" && outcome !== "proposed" ? { result: outcome } : {};
  const made = { type: "item_end", version: definition.version, title: end.title, config };
  return {
    ...{ title: "End the element instead", words: `“${end.title}” ends the element` },
    parts: { ...parts, document: { ...document, nodes: { ...document.nodes, [node]: made } } },
  };
}

/** A join that names no split, when just one has none; one that does not say how many, waits for all. */
function mendJoin(parts: DraftParts, node: string, path: string): Fix | undefined {
  const { document } = parts;
  const join = document.nodes[node];
  if (join?.type !== "join") return undefined;
  if (path.endsWith(".n")) {
    const { n: _, ...config } = join.config;
    return {
      ...{ title: "Wait for all branches", words: `“${join.title}” waits for all` },
      parts: setConfig(parts, node, { ...config, mode: "all" }),
    };
  }
  const named = new Set(
    Object.values(document.nodes).flatMap(({ type, config }) => (type === "join" ? [config["split"]] : [])),
  );
  const [split, second] = Object.entries(document.nodes).filter(
    ([key, { type }]) => type === "split" && !named.has(key),
  );
  if (!path.endsWith(".split") || !split || second) return undefined;
  return {
    title: `Join “${split[1].title}”`,
    words: `“${join.title}” joins “${large(humanise(split[1].title))}”`,
    parts: setConfig(parts, node, { ...join.config, split: split[0] }),
  };
}
