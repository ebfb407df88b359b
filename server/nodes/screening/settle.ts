import type { EffectAnswer, Leave, NodeScope } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { answerDetails, type CheckAnswer } from "@/server/plugins/contract";
import { type Finding, findingsOf, unanswered } from "../findings";
import type { ScreeningConfig } from "./config";

export const capability = "watchlist_screening";

type Hit = ReturnType<typeof answerDetails.watchlist_screening.parse>["hits"][number];

const counts = ({ lists, minimumScore }: ScreeningConfig, { list, score, confirmed }: Hit): boolean =>
  (list === "unknown" || lists.includes(list)) && (confirmed || score >= minimumScore);

/** The vendor's hits as the policy counts them. Whatever is neither clear nor a list of hits goes to a person. */
function judge(config: ScreeningConfig, answer: CheckAnswer): Finding {
  const details = answerDetails.watchlist_screening.safeParse(answer.details);
  if (!details.success) return unanswered(config, "garbage");
  const { label, sentence, source, status } = answer;
  const hits = details.data.hits.filter((hit) => counts(config, hit));
  const said = { source, details: { hits, ignored: details.data.hits.length - hits.length } as JsonObject };
  if (status === "clear" && hits.length === 0)
    return { ...said, status: "clear", label, sentence, needsHuman: false };
  if (hits.length > 0) return { ...said, status: "hit", label, sentence, needsHuman: false };
  if (status === "hit" && details.data.hits.length > 0)
    return {
      ...said,
      status: "clear",
      label: "No hit that counts",
      sentence: `${sentence} None of it counts under this policy.`,
      needsHuman: false,
    };
  return {
    ...said,
    status: status === "hit" ? "hit" : status,
    label,
    sentence,
    needsHuman: status !== "hit",
  };
}

export function settleScreening(config: ScreeningConfig, scope: NodeScope, answers: EffectAnswer[]): Leave {
  const { status, results, needsHuman } = findingsOf({ ...config, capability }, scope, answers, (answer) =>
    judge(config, answer),
  );
  return {
    outlet: needsHuman ? "no_answer" : status === "clear" ? "clear" : "hit",
    output: { status, results } as unknown as JsonObject,
  };
}
