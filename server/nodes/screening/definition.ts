import { effectNode } from "@/server/engine/node";
import { deadlineMsOf, FIRST_DELAY_MS } from "../asking";
import { findingsSaid } from "../said";
import { aboutWhom, subjectRequests } from "../subjects";
import { screeningConfig } from "./config";
import { screeningExamples } from "./examples";
import { capability, settleScreening } from "./settle";

export const screening = effectNode({
  type: "screening",
  version: 1,
  title: "Screening",
  summary:
    "Searches sanctions lists, politically exposed persons and adverse media for the party or its people.",
  group: "Check",
  icon: "list-search",
  config: screeningConfig,
  outlets: ({ deadlineMinutes }) => [
    { key: "clear", title: "Clear", kind: "normal" },
    { key: "hit", title: "Possible hits", kind: "normal" },
    { key: "no_answer", title: "No answer", kind: "failure" },
    ...(deadlineMinutes === undefined
      ? []
      : [{ key: "overdue", title: "Overdue", kind: "deadline" as const }]),
  ],
  describe({ connection, subjects, only, minimumScore, onFailure }) {
    const failure = onFailure === "human" ? "no answer goes to a person" : "no answer counts as a hit";
    return `“${connection}” searches its lists for ${aboutWhom({ subjects, only })}; a similarity from ${minimumScore} counts, ${failure}.`;
  },
  asks: ({ connection }) => ({ connection, use: "check" }),
  retry: ({ attempts }) => ({ attempts, firstDelayMs: FIRST_DELAY_MS }),
  deadlineMs: ({ deadlineMinutes }) => deadlineMsOf(deadlineMinutes),
  requests: (config, scope) => subjectRequests({ ...config, capability }, scope),
  settle: settleScreening,
  said: findingsSaid,
  examples: screeningExamples,
});
