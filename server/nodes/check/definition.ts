import { effectNode } from "@/server/engine/node";
import { capabilities } from "@/server/plugins/contract";
import { findingsSaid } from "../said";
import { aboutWhom, subjectRequests } from "../subjects";
import { checkConfig } from "./config";
import { checkExamples } from "./examples";
import { settleCheck } from "./settle";

export const check = effectNode({
  type: "check",
  version: 1,
  title: "Check",
  summary: "Asks a vendor about the party, or about each item of a list, and keeps the answers.",
  group: "Check",
  icon: "shield-check",
  config: checkConfig,
  outlets: ({ onFailure, onInputMissing, deadlineMinutes }) => [
    { key: "answered", title: "Answered", kind: "normal" },
    ...(onFailure === "human" || onInputMissing === "human"
      ? [{ key: "no_answer", title: "No answer", kind: "failure" as const }]
      : []),
    ...(deadlineMinutes === undefined
      ? []
      : [{ key: "overdue", title: "Overdue", kind: "deadline" as const }]),
  ],
  describe({ capability, connection, subjects, only, onFailure }) {
    const failure = {
      human: "no answer goes to a person",
      hit: "no answer counts as a hit",
      clear: "no answer counts as clear",
    }[onFailure];
    return `${capabilities[capability]}: “${connection}” is asked about ${aboutWhom({ subjects, only })}; ${failure}.`;
  },
  asks: ({ connection }) => ({ connection, use: "check" }),
  retry: ({ attempts }) => ({ attempts, firstDelayMs: 2000 }),
  deadlineMs: ({ deadlineMinutes }) => (deadlineMinutes === undefined ? undefined : deadlineMinutes * 60_000),
  requests: (config, scope) => subjectRequests(config, scope),
  settle: settleCheck,
  said: findingsSaid,
  examples: checkExamples,
});
