import { type Draft, guarded, hasHeard, hear, openDraft } from "./draft";
import { scopeFor } from "./frames";
import type { Plan, PlannedNode } from "./plan";
import type { Json, RunEvent, RunState, Token } from "./state";

/** Why a run cannot go on by another version: which of its nodes, and why in a sentence that names no data. */
export interface Obstacle {
  node: string;
  why: string;
}

/**
 * What keeps a run from going on by another version; nothing when it can. It can where every place it stands at exists
 * there as it was begun: same type, same question to the outside, same branches. Timers keep the time they were set to.
 */
export function whyNotMigrate(from: Plan, to: Plan, state: RunState): Obstacle[] {
  if (state.status === "completed" || state.status === "cancelled")
    return [{ node: "", why: "The run has ended." }];
  const [old, next] = [openDraft(from, state), openDraft(to, state)];
  return [
    ...state.tokens.flatMap((token) => obstaclesOf(old, next, token)),
    ...Object.values(state.frames ?? {}).flatMap(({ node }) => frameObstacles(from, to, node)),
    ...proposalObstacles(to, state),
  ].filter(({ node, why }, i, all) => all.findIndex((one) => one.node === node && one.why === why) === i);
}

function obstaclesOf(old: Draft, next: Draft, token: Token): Obstacle[] {
  const because = (why: string): Obstacle[] => [{ node: token.node, why }];
  const [was, is] = [old.plan.nodes.get(token.node), next.plan.nodes.get(token.node)];
  const type = typeOf(old.plan, token.node);
  const title = was?.title ?? token.node;
  if (!is) return because(`It stands at “${title}”, which is gone.`);
  if (type !== typeOf(next.plan, token.node))
    return because(`It stands at “${title}”, which is of another type now.`);
  if (is.work.kind === "broken") return because(`It stands at “${title}”, whose settings cannot be used.`);
  // An incident is answered by a person, who sees the new ways out.
  if (token.phase === "incident") return [];
  if (was && questionOf(old, token, was) !== questionOf(next, token, is))
    return because(`“${title}” has already asked, and asks something else now.`);
  const needsDeadline =
    token.deadlineKey !== undefined && !is.outlets.some(({ kind }) => kind === "deadline");
  const isTimed = is.outlets.some(({ key }) => key === "elapsed");
  return needsDeadline && !isTimed ? because(`“${title}” has a deadline running, and none now.`) : [];
}

const typeOf = ({ source }: Plan, node: string) =>
  Object.hasOwn(source.nodes, node) ? source.nodes[node]?.type : undefined;

/** What the node asks people or another run, as text. What vendors were asked is kept word for word with the token. */
function questionOf(draft: Draft, token: Token, { work }: PlannedNode): string | undefined {
  if (work.kind !== "wait" && work.kind !== "child") return undefined;
  const asked = guarded(() => work.definition.request(work.config, scopeFor(draft, token)) as Json | object);
  return asked.ok ? sorted([work.kind === "wait" ? work.signal : "", asked.value]) : asked.sentence;
}

/** Settings keep no order that means anything. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** A line that is open comes back to the node that opened it, by the way it was opened for. */
function frameObstacles(from: Plan, to: Plan, node: string): Obstacle[] {
  const [was, is] = [from.nodes.get(node), to.nodes.get(node)];
  const title = was?.title ?? node;
  if (!is || typeOf(from, node) !== typeOf(to, node))
    return [{ node, why: `Branches of “${title}” are open, which is gone or of another type.` }];
  const shape = ({ work, next }: PlannedNode, plan: Plan) =>
    work.kind === "each"
      ? sorted([work.list, work.onItemFailure])
      : sorted([[...next.keys()].sort(), joinsOf(plan, node)]);
  return was && shape(was, from) !== shape(is, to)
    ? [{ node, why: `Branches of “${title}” are open, and it branches otherwise now.` }]
    : [];
}

const joinsOf = ({ nodes }: Plan, split: string): string[] =>
  [...nodes.values()]
    .flatMap(({ key, work }) => (work.kind === "join" && work.split === split ? [key] : []))
    .sort();

/** What the run has been proposed so far must still be an outcome. */
function proposalObstacles({ source }: Plan, { proposals }: RunState): Obstacle[] {
  const known = new Set(source.outcomes.map(({ key }) => key));
  return proposals
    .filter(({ outcome }) => !known.has(outcome))
    .map(({ node, outcome }) => ({
      node,
      why: `It was proposed “${outcome}”, which is no outcome any more.`,
    }));
}

/** The run goes on by the draft's plan. Refused where the two do not fit, so that no journal can hold such a step. */
export function hearMigrated(
  draft: Draft,
  { key, at }: Extract<RunEvent, { type: "migrated" }>,
): { ignored: "repeated" } | { ignored: "refused"; refusal: string } | { exit: undefined } {
  if (hasHeard(draft, key)) return { ignored: "repeated" };
  const stray = draft.state.tokens.find(({ node }) => !draft.plan.nodes.has(node));
  if (stray) return { ignored: "refused", refusal: `It stands at “${stray.node}”, which is gone.` };
  hear(draft, key, undefined, at);
  return { exit: undefined };
}
