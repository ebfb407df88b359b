import { effectNode, NodeFault, type NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { addDuration, dateOf, type Moment, parseMoment } from "@/server/rules/core/calendar";
import { readPath } from "@/server/rules/core/read";
import { failureSaid, some } from "../said";
import { operandsIn, valueAt } from "../template";
import { type SetPartyDataConfig, setPartyDataConfig } from "./config";
import { setPartyDataExamples } from "./examples";

const two = (number: number) => String(number).padStart(2, "0");

function dayText({ day }: Moment): string {
  const date = dateOf(day);
  return `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;
}

/** The day of the next review, in the workflow's zone; null when none is wished for. */
function reviewDay({ nextReview }: SetPartyDataConfig, { at, data, source }: NodeScope): string | null {
  if (!nextReview) return null;
  const { timeZone } = source.settings;
  if ("months" in nextReview) {
    const now = parseMoment(at, timeZone);
    if (!now) throw new Error("a run's time is an instant");
    return dayText(addDuration(now, { amount: nextReview.months, unit: "months" }, timeZone));
  }
  const found = readPath(data, nextReview.date);
  const moment = typeof found === "string" ? parseMoment(found, timeZone) : undefined;
  if (!moment) throw new NodeFault(`${nextReview.date} is no date, so no review can be scheduled`);
  return dayText(moment);
}

function wish(config: SetPartyDataConfig, scope: NodeScope): JsonObject {
  const values = Object.entries(config.values).flatMap(([name, from]): [string, Json][] => {
    const value = valueAt(from, scope);
    return value === undefined ? [] : [[name, value]];
  });
  return { values: Object.fromEntries(values), nextReviewOn: reviewDay(config, scope) };
}

export const setPartyData = effectNode({
  type: "set_party_data",
  version: 1,
  title: "Set party data",
  summary: "Writes what was learned to the party, and when it is due to be looked at again.",
  group: "Data",
  icon: "database-edit",
  config: setPartyDataConfig,
  outlets: () => [
    { key: "done", title: "Done", kind: "normal" },
    { key: "failed", title: "Failed", kind: "failure" },
  ],
  describe({ values, nextReview }) {
    const names = Object.keys(values);
    const written =
      names.length === 0
        ? []
        : [`the party's ${names.join(", ")} ${names.length === 1 ? "is" : "are"} written`];
    const due = !nextReview
      ? []
      : [
          "months" in nextReview
            ? `its next review is in ${nextReview.months} ${nextReview.months === 1 ? "month" : "months"}`
            : `its next review is on ${nextReview.date}`,
        ];
    const sentence = [...written, ...due].join("; ");
    return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
  },
  reads: ({ values, nextReview }) => [
    ...operandsIn(values, "values"),
    ...(nextReview && "date" in nextReview ? [{ path: nextReview.date, at: "nextReview.date" }] : []),
  ],
  retry: () => ({ attempts: 3, firstDelayMs: 2000 }),
  deadlineMs: () => undefined,
  requests: (config, scope) => [{ scope: "", input: wish(config, scope) }],
  pretended: { written: [], nextReviewOn: null },
  settle(_, __, [answer]) {
    if (!answer?.error) return { outlet: "done", output: answer?.output as JsonObject };
    return { outlet: "failed", output: { failure: answer.error.kind } };
  },
  said(output) {
    const written = Array.isArray(output["written"]) ? output["written"].length : 0;
    const due = output["nextReviewOn"];
    const told = [
      ...(written > 0 ? [`${some(written, "value")} written`] : []),
      ...(typeof due === "string" ? [`next review on ${due}`] : []),
    ].join("; ");
    return failureSaid(output) ?? (told === "" ? null : `${told.charAt(0).toUpperCase()}${told.slice(1)}.`);
  },
  examples: setPartyDataExamples,
});
