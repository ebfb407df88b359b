import type { DocumentProblem, WorkflowDocument } from "../schema";

type Say = string | ((title: string) => string);

/** What it comes to when nobody mends it: what happens to whom. */
const harms: { readonly [code: string]: Say } = {
  unwired_outlet: "A run that leaves here has nowhere to go.",
  unhandled_failure: (title) =>
    `If “${title}” gets no answer, runs stop there and wait until a member looks after them.`,
  unhandled_deadline: (title) =>
    `If “${title}” is not answered in time, runs stop there and wait until a member looks after them.`,
  unreachable: "No run ever comes to it: whatever it checks is never checked.",
  dead_end: "A run that comes here never ends, and nobody gets a decision.",
  spinning_cycle: "A run that goes round would stop in an incident when it has been here too often.",
  starving_join: "Runs would wait here for ever, and nobody gets a decision.",
  split_without_join: "Runs would have no place where they go on together.",
  shared_write: "What one branch found is lost without anybody noticing.",
  no_start: "Nothing can begin.",
  no_end: "No application is ever decided.",
  nobody_to_ask: "Runs would wait for an answer that nobody can give.",
  unknown_connection: "Every run would stop here.",
  wrong_connection: "Every run would stop here.",
  unknown_queue: "A case would have nowhere to go, so nobody would see it.",
  unknown_field: "It would always be missing here, and runs go on without it.",
  item_outside_list: "It would always be missing here, and runs go on without it.",
  unknown_value: "The condition can never be true.",
  wrong_type: "The condition can never be told, so nobody is decided by it.",
  left_out: "Whatever it checks is not checked.",
  bad_config: "Runs would stop here.",
  unknown_reference: "Runs would stop here.",
};

/** What goes out of a step is nobody's condition. */
const isOutput = (path: string): boolean => /^nodes\.[^.]+\.config\.outputs?\./.test(path);

export function harmOf(
  document: WorkflowDocument,
  { code, node, path }: DocumentProblem,
): string | undefined {
  if (code === "wrong_type" && isOutput(path)) return "It has no value, and is left out of what is answered.";
  const harm = Object.hasOwn(harms, code) ? harms[code] : undefined;
  return typeof harm === "function" ? harm(document.nodes[node ?? ""]?.title ?? "this step") : harm;
}
