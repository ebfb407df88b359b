import type { EffectAnswer, Leave, NodeScope } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { asSaid, findingsOf } from "../findings";
import type { CheckConfig } from "./config";

export function settleCheck(config: CheckConfig, scope: NodeScope, answers: EffectAnswer[]): Leave {
  const { status, results, needsHuman } = findingsOf(config, scope, answers, asSaid);
  return {
    outlet: needsHuman ? "no_answer" : "answered",
    output: { status, results } as unknown as JsonObject,
  };
}
