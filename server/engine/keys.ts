import type { Pending, RunState, Token } from "./state";

/** `run:node:scope:visit:attempt`. A scope may hold colons: node keys hold none, and the ends are whole numbers. */
export function performKey(state: RunState, token: Token, scope: string, attempt: number): string {
  return `${state.runId}:${token.node}:${scope}:${token.visit}:${attempt}`;
}

export const tokenId = (node: string, visit: number, attempt: number) => `${node}:${visit}:${attempt}`;

export const waitKey = (state: RunState, token: Token) => performKey(state, token, "", token.attempt);
export const deadlineKey = (state: RunState, token: Token) => `${waitKey(state, token)}:deadline`;
export const incidentKey = (state: RunState, token: Token) => `${waitKey(state, token)}:incident`;
export const retryKey = (pending: Pending) => `${pending.key}:retry`;
export const finishKey = (state: RunState) => `${state.runId}:finish`;

/** What is remembered of a signal or an incident's answer: its sender's key, which is unique only there. */
export const answerKey = (to: string, key: string) => `${to}/${key}`;
