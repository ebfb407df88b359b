import type { NodeExample } from "@/server/engine/node";
import type { SetPartyDataConfig } from "./config";

export const setPartyDataExamples: NodeExample<SetPartyDataConfig>[] = [
  {
    name: "Risk rating and a review in a year",
    config: {
      values: { riskRating: "values.rating", segment: { value: "marketplace" } },
      nextReview: { months: 12 },
    },
    data: { values: { rating: "medium" } },
    answers: { "": { written: ["riskRating", "segment"], nextReviewOn: "2027-01-31" } },
    outlet: "done",
    output: { nextReviewOn: "2027-01-31" },
  },
  {
    name: "A review on a day the policy computed",
    config: { nextReview: { date: "values.reviewOn" } },
    data: { values: { reviewOn: "2026-06-30" } },
    answers: { "": { written: [], nextReviewOn: "2026-06-30" } },
    outlet: "done",
  },
  {
    name: "The party's data was erased meanwhile",
    config: { values: { riskRating: { value: "low" } } },
    failures: { "": { kind: "refused", message: "This party's data was erased; nothing can be added." } },
    outlet: "failed",
    output: { failure: "refused" },
  },
];
