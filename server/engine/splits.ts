import {
  addVisits,
  changeFrame,
  clockOf,
  type Draft,
  endPath,
  frameOf,
  nodeOf,
  putFrame,
  removeToken,
} from "./draft";
import { bringBack, closeFrames, depthOf, proposalsOf } from "./frames";
import { raiseFault, raiseIncident } from "./incidents";
import { instanceOf, instanceOfFrame } from "./keys";
import type { Frame, Token } from "./state";

/** Splits and “for each” inside one another. Deeper is a workflow nobody can follow, or one that splits itself for ever. */
export const MOST_NESTED = 8;
/** Tokens of one run. A split in a circle would else double them until the machine gives up. */
const MOST_TOKENS = 5_000;

/** Whether another level may be opened here; the run stops in an incident where it may not. */
export function mayOpen(draft: Draft, token: Token, more: number): boolean {
  if (depthOf(draft, token.frame) >= MOST_NESTED) {
    raiseFault(draft, token, `it lies more than ${MOST_NESTED} levels deep`);
    return false;
  }
  if (draft.state.tokens.length + draft.moves.length + more > MOST_TOKENS) {
    raiseFault(draft, token, `the run would go more than ${MOST_TOKENS.toLocaleString("en")} ways at once`);
    return false;
  }
  return true;
}

/** One line of the run begins; it is entered when those before it have come to a stop. */
export function openFrame(
  draft: Draft,
  token: Token,
  place: string | number,
  more: Pick<Frame, "kind" | "index" | "now"> & Partial<Pick<Frame, "branch" | "item">>,
  first: string,
): void {
  const id = `${instanceOf(token)}${place}`;
  putFrame(draft, id, {
    ...(token.frame !== undefined && { parent: token.frame }),
    node: token.node,
    visit: token.visit,
    ...more,
    visits: {},
    local: { forms: {}, nodes: {}, values: {} },
    proposals: proposalsOf(draft, token.frame),
  });
  draft.moves.push({ enter: first, frame: id });
}

/** The token leaves by every wired outlet at once; the line it was on stands still until the join. */
export function split(draft: Draft, token: Token): void {
  const { next, outlets, title } = nodeOf(draft, token.node);
  const wired = outlets.filter(({ key }) => next.has(key));
  if (wired.length === 0) {
    raiseIncident(draft, token, `“${title}” leads nowhere.`);
    return;
  }
  if (!mayOpen(draft, token, wired.length)) return;
  endPath(draft, token, undefined);
  removeToken(draft, token);
  const now = clockOf(draft, token.frame);
  // The last one put there is the next one taken.
  for (const [i, { key }] of [...wired.entries()].reverse())
    openFrame(draft, token, key, { kind: "branch", index: i, branch: key, now }, next.get(key) as string);
}

/**
 * A branch comes to a join. Answers undefined while more must come, else the line that goes on from there and which
 * branches it waited for; those it did not wait for have ended. `stray`: no split of this join is open here.
 */
export function arrive(
  draft: Draft,
  work: { split: string; needs(branches: number): number },
  id: string | undefined,
): { frame: string | undefined; arrived: string[] } | "stray" | undefined {
  if (id === undefined) return "stray";
  const here = frameOf(draft, id);
  if (here.kind !== "branch" || here.node !== work.split) return "stray";
  changeFrame(draft, id, { arrived: true });
  const instance = instanceOfFrame(id);
  const branches = Object.entries(draft.state.frames ?? {})
    .filter(([other, { parent }]) => parent === here.parent && instanceOfFrame(other) === instance)
    .sort(([, a], [, b]) => a.index - b.index);
  const arrived = branches.filter(([, frame]) => frame.arrived);
  if (arrived.length < work.needs(branches.length)) return undefined;
  bringBack(
    draft,
    arrived.map(([id]) => id),
    here.parent,
  );
  for (const [, { visits, arrived }] of branches) if (!arrived) addVisits(draft, here.parent, visits);
  closeFrames(draft, (frame) => frame.startsWith(instance));
  return { frame: here.parent, arrived: arrived.map(([, { branch }]) => branch ?? "") };
}
