import type { Pending, RunState, Token } from "./state";

/** The node, and in which branch or item. Keys and frames hold no `@` and no colon, so nothing else can look like it. */
const placeOf = (node: string, frame: string | undefined) =>
  frame === undefined ? node : `${node}@${frame}`;

/** `run:node:scope:visit:attempt`. A scope may hold colons: node keys hold none, and the ends are whole numbers. */
export function performKey(state: RunState, token: Token, scope: string, attempt: number): string {
  return `${state.runId}:${placeOf(token.node, token.frame)}:${scope}:${token.visit}:${attempt}`;
}

export const tokenId = (node: string, visit: number, attempt: number, frame?: string) =>
  `${placeOf(node, frame)}:${visit}:${attempt}`;

export const waitKey = (state: RunState, token: Token) => performKey(state, token, "", token.attempt);
export const deadlineKey = (state: RunState, token: Token) => `${waitKey(state, token)}:deadline`;
export const incidentKey = (state: RunState, token: Token) => `${waitKey(state, token)}:incident`;
export const retryKey = (pending: Pending) => `${pending.key}:retry`;
export const finishKey = (state: RunState) => `${state.runId}:finish`;

/** What is remembered of a signal or an incident's answer: its sender's key, which is unique only there. */
export const answerKey = (to: string, key: string) => `${to}/${key}`;

/** Begins the ids of everything one visit of a split or a “for each” opens; the branch or the place comes behind it. */
export const instanceOf = ({ node, visit, attempt, frame }: Token) =>
  `${frame === undefined ? "" : `${frame}/`}${node}.${visit}.${attempt}.`;
/** The same, out of the id of one of its frames. */
export const instanceOfFrame = (id: string) => id.slice(0, id.lastIndexOf(".") + 1);
/** Whether a frame lies in another one, or is it. */
export const isWithin = (frame: string | undefined, outer: string) =>
  frame !== undefined && (frame === outer || frame.startsWith(`${outer}/`));

/** The branch or item that a command's key belongs to; none on the main line. */
export const frameOfKey = (key: string): string | undefined => /^[^:]*:[^:@]*@([^:]*):/.exec(key)?.[1];

/** What all attempts at one question share: its key without the attempt. */
export const questionKey = (key: string) => key.slice(0, key.lastIndexOf(":"));
