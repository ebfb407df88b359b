import { z } from "zod";
import { NodeFault, type PlanSource, pureNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { compileScorecard } from "@/server/rules/core/compile-scorecard";
import { scorecard as cardSchema, type Scorecard } from "@/server/rules/core/scorecard";
import { key } from "@/server/workflows/schema";
import { titleOf } from "../run-facts";
import { scorecardExamples } from "./examples";

const scorecardConfig = z.strictObject({
  scorecard: key.meta({
    title: "Scorecard",
    description: "The scorecard of this workflow whose points are added up.",
    "x-names": "scorecard",
  }),
});

function cardOf(source: PlanSource, name: string): Scorecard {
  const cards = source.scorecards ?? {};
  if (!Object.hasOwn(cards, name)) throw new NodeFault(`There is no scorecard “${name}”.`);
  return cardSchema.parse(cards[name]);
}

export const scorecard = pureNode({
  type: "scorecard",
  version: 1,
  title: "Scorecard",
  summary: "Adds up the points of several factors; the band of the total says what follows.",
  group: "Decide",
  icon: "gauge",
  config: scorecardConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe({ scorecard }, source) {
    const card = cardSchema.safeParse(source.scorecards?.[scorecard]).data;
    if (!card) return `The points of “${titleOf(source.scorecards ?? {}, scorecard)}” are added up.`;
    const factors = card.factors.length === 1 ? "1 factor" : `${card.factors.length} factors`;
    return `${factors} of “${card.title}” add up to a total in one of ${card.bands.length} bands.`;
  },
  writes({ scorecard }, source) {
    const card = cardSchema.safeParse(source.scorecards?.[scorecard]).data;
    if (!card) return [];
    const keys = card.bands.flatMap(({ values }) => Object.keys(values ?? {}));
    return [...new Set([...(card.total === undefined ? [] : [card.total]), ...keys])].map(
      (key) => `values.${key}`,
    );
  },
  references: ({ scorecard }) => [{ kind: "scorecard", key: scorecard, path: "scorecard" }],
  prepare({ scorecard: name }, source) {
    const { timeZone, leapDayBirthday } = source.settings;
    const score = compileScorecard(cardOf(source, name), {
      timeZone,
      leapDayBirthday,
      reasonCodes: source.reasonCodes,
    });
    return (scope) => {
      const result = score(scope.data, scope.at);
      const { outcome, reasonCodes, values } = result;
      return {
        outlet: "next",
        output: result as unknown as JsonObject,
        values,
        proposals: outcome === null ? [] : [{ outcome, reasonCodes }],
      };
    };
  },
  examples: scorecardExamples,
});
