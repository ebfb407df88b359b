import { reachableFrom } from "./graph";
import type { CheckedNode, Problem } from "./lint";
import { BODY } from "./node";
import type { WorkflowGraph } from "./plan";
import { MOST_NESTED } from "./splits";

type Nodes = ReadonlyMap<string, CheckedNode>;
type Edge = WorkflowGraph["edges"][number];

/** What lies between a split and its join, or inside the body of a “for each”. */
interface Region {
  owner: CheckedNode;
  members: ReadonlySet<string>;
}

/** Whether what is opened side by side also comes together: splits with their joins, bodies with their ends. */
export function checkRegions(document: WorkflowGraph, nodes: Nodes, problems: Problem[]): void {
  const edges = document.edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const say = (code: Problem["code"], node: CheckedNode, message: string, fix: string) =>
    problems.push({ code, severity: "error", node: node.key, path: `nodes.${node.key}`, message, fix });
  const starts = [...nodes.values()]
    .filter(({ definition }) => definition.group === "Start")
    .map(({ key }) => key);
  const splits = [...nodes.values()].filter(({ definition }) => definition.kind === "split");
  const eaches = [...nodes.values()].filter(({ definition }) => definition.kind === "each");
  const pairs = pairJoins(nodes, splits, say);
  const bodies = eaches.map((owner): Region => ({ owner, members: bodyOf(owner.key, edges) }));
  const regions: Region[] = [...bodies];
  for (const [owner, join] of pairs) {
    const branches = owner.outlets.flatMap(({ key, title }) => {
      const to = edges.find(({ from, outlet }) => from === owner.key && outlet === key)?.to;
      return to === undefined ? [] : [{ title, members: within([to], edges, join.key) }];
    });
    const coming = branches.filter(({ members }) => members.has(join.key)).length;
    const needed =
      join.definition.kind === "join" ? join.definition.needs(join.config, branches.length) : coming;
    // A join that goes on without this branch ends it; it does not wait for it.
    for (const { title, members } of branches)
      if (!members.has(join.key) && coming < needed)
        say(
          "starving_join",
          owner,
          `“${title}” of “${owner.title}” never comes to “${join.title}”, which would wait for it in vain.`,
          "Lead the branch to the join, or take it away.",
        );
    const members = new Set(branches.flatMap((branch) => [...branch.members]));
    members.delete(join.key);
    regions.push({ owner, members });
    checkBranches({ owner, members }, join, nodes, say);
    checkSharing(document, owner, join.key, branches, nodes, problems);
    const around = reachableFrom(
      starts,
      edges.filter(({ from, to }) => from !== owner.key && to !== owner.key),
    );
    const bodyAround = bodies.filter(({ members }) => members.has(owner.key)).at(-1);
    const fromBody = bodyAround
      ? within(
          // A body may begin with the split itself.
          firstOf(bodyAround.owner.key, edges).filter((key) => key !== owner.key),
          edges.filter(({ to }) => to !== owner.key),
        )
      : around;
    if (around.has(join.key) || fromBody.has(join.key))
      say(
        "stray_join",
        join,
        `“${join.title}” can be reached without passing “${owner.title}”.`,
        "Lead that path past the join.",
      );
  }
  checkBodies(bodies, starts, edges, nodes, say);
  checkDepth(regions, say);
}

type Say = (code: Problem["code"], node: CheckedNode, message: string, fix: string) => void;

/** Everything reached from here; nothing is followed beyond `end`. */
const within = (from: readonly string[], edges: readonly Edge[], end?: string): Set<string> =>
  reachableFrom(
    from,
    edges.filter((edge) => edge.from !== end),
  );

const firstOf = (each: string, edges: readonly Edge[]) =>
  edges.filter(({ from, outlet }) => from === each && outlet === BODY).map(({ to }) => to);

/** What lies inside a “for each”. */
const bodyOf = (each: string, edges: readonly Edge[]) => within(firstOf(each, edges), edges, each);

/** What is reached without going into any body. */
export const outsideBodies = (
  eaches: readonly string[],
  starts: readonly string[],
  edges: readonly Edge[],
): Set<string> =>
  reachableFrom(
    starts,
    edges.filter(({ from, outlet }) => outlet !== BODY || !eaches.includes(from)),
  );

/** The innermost “for each” that each node lies in; nothing of a node that is reached from outside too. */
export function bodiesAround(
  eaches: readonly string[],
  starts: readonly string[],
  edges: readonly Edge[],
): Map<string, string> {
  const outside = outsideBodies(eaches, starts, edges);
  const around = new Map<string, string>();
  const bodies = eaches.map((each) => ({ each, members: bodyOf(each, edges) }));
  // The inner ones last: they are the smaller ones.
  for (const { each, members } of bodies.sort((a, b) => b.members.size - a.members.size))
    for (const node of members) if (node !== each && !outside.has(node)) around.set(node, each);
  return around;
}

function pairJoins(nodes: Nodes, splits: readonly CheckedNode[], say: Say): [CheckedNode, CheckedNode][] {
  const joins = new Map<string, CheckedNode[]>();
  for (const node of nodes.values()) {
    if (node.definition.kind !== "join") continue;
    const split = node.definition.splitOf(node.config);
    if (nodes.has(split) && nodes.get(split)?.definition.kind !== "split")
      say(
        "not_a_split",
        node,
        `“${node.title}” joins “${nodes.get(split)?.title}”, which is no split.`,
        "Choose a split.",
      );
    joins.set(split, [...(joins.get(split) ?? []), node]);
  }
  return splits.flatMap((split): [CheckedNode, CheckedNode][] => {
    const [join, second] = joins.get(split.key) ?? [];
    if (!join)
      say(
        "split_without_join",
        split,
        `The branches of “${split.title}” never meet.`,
        "Add a join and name this split in it.",
      );
    if (second)
      say(
        "several_joins",
        second,
        `“${split.title}” is joined in “${join?.title}” already.`,
        "Keep one join per split.",
      );
    return join ? [[split, join]] : [];
  });
}

function checkBranches({ owner, members }: Region, join: CheckedNode, nodes: Nodes, say: Say): void {
  if (members.has(owner.key))
    say(
      "split_again",
      owner,
      `A branch of “${owner.title}” leads back to it without passing “${join.title}”.`,
      "Lead the way back from behind the join.",
    );
  for (const key of members) {
    const other = nodes.get(key);
    if (other?.definition.kind !== "join" || other === join) continue;
    const split = other.definition.splitOf(other.config);
    if (!members.has(split))
      say(
        "foreign_join",
        other,
        `A branch of “${owner.title}” comes to “${other.title}”, which joins “${nodes.get(split)?.title ?? split}”.`,
        `Lead it to “${join.title}” first.`,
      );
  }
}

/** What more than one branch writes: allowed, but only one of them is read afterwards. */
function checkSharing(
  document: WorkflowGraph,
  owner: CheckedNode,
  join: string,
  branches: readonly { title: string; members: ReadonlySet<string> }[],
  nodes: Nodes,
  problems: Problem[],
): void {
  const writers = new Map<string, { branch: number; node: CheckedNode }[]>();
  branches.forEach(({ members }, branch) => {
    for (const key of members) {
      const node = nodes.get(key);
      if (!node || key === join || node.outlets.length === 0) continue;
      const paths = [`nodes.${key}`, ...(node.definition.writes?.(node.config, document) ?? [])];
      for (const path of paths) writers.set(path, [...(writers.get(path) ?? []), { branch, node }]);
    }
  });
  for (const [path, found] of writers) {
    const [first] = found;
    const last = found.at(-1);
    if (!first || !last || first.branch === last.branch) continue;
    const who = path.startsWith("nodes.")
      ? `“${first.node.title}” stands in more than one branch of “${owner.title}”`
      : `“${first.node.title}” and “${last.node.title}” both write ${path} in branches of “${owner.title}”`;
    problems.push({
      code: "shared_write",
      severity: "warning",
      node: last.node.key,
      path: `nodes.${last.node.key}`,
      message: `${who}; behind the join only what the later branch found is read.`,
      fix: "Give each branch a node and a name of its own, or leave it if the last one is what you want.",
    });
  }
}

function checkBodies(
  bodies: readonly Region[],
  starts: readonly string[],
  edges: readonly Edge[],
  nodes: Nodes,
  say: Say,
): void {
  for (const { owner, members } of bodies) {
    const inner = new Set(
      bodies.filter((body) => members.has(body.owner.key)).flatMap((body) => [...body.members]),
    );
    const outside = reachableFrom(
      starts,
      edges.filter(({ from, outlet }) => from !== owner.key || outlet !== BODY),
    );
    const own = [...members].flatMap((key) => nodes.get(key) ?? []);
    const ends = own.filter(({ key, definition }) => definition.kind === "item_end" && !inner.has(key));
    if (members.size > 0 && ends.length === 0)
      say(
        "body_without_end",
        owner,
        `The body of “${owner.title}” has no end.`,
        "End it with an “item end”.",
      );
    for (const node of own) {
      if (node === owner)
        say(
          "body_again",
          owner,
          `The body of “${owner.title}” leads back to it.`,
          "End the body with an “item end”.",
        );
      else if (outside.has(node.key))
        say(
          "body_entered",
          node,
          `“${node.title}” belongs to the body of “${owner.title}”, but is reached from outside it too.`,
          "Give the body nodes of its own.",
        );
      if (node.definition.group === "End" && node.outlets.length === 0)
        say(
          "end_in_body",
          node,
          `“${node.title}” would end the whole run from inside “${owner.title}”, for the other items too.`,
          "End the body with an “item end”, and decide behind the “for each”.",
        );
      if (node.definition.notPerItem !== undefined)
        say(
          "not_per_item",
          node,
          `“${node.title}” cannot stand inside “${owner.title}”: ${node.definition.notPerItem}`,
          "Put it before or behind the “for each”.",
        );
    }
  }
  for (const node of nodes.values())
    if (node.definition.kind === "item_end" && !bodies.some(({ members }) => members.has(node.key)))
      say(
        "stray_item_end",
        node,
        `“${node.title}” stands outside any “for each”.`,
        "Take it away, or use an end.",
      );
}

function checkDepth(regions: readonly Region[], say: Say): void {
  for (const { owner } of regions) {
    const depth = 1 + regions.filter(({ members }) => members.has(owner.key)).length;
    if (depth > MOST_NESTED)
      say(
        "too_deep",
        owner,
        `“${owner.title}” lies ${depth} levels deep; at most ${MOST_NESTED} are possible.`,
        "Move a part of it into a workflow of its own.",
      );
  }
}
