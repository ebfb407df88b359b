import { waitNode } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { DAY_MS, daysLater, titleOf } from "../run-facts";
import { objectsIn, some } from "../said";
import { requestInformationConfig, requirementsAnswered } from "./config";
import { requestInformationExamples } from "./examples";
import { askedOnceMore, layOver, wishesOf } from "./wishes";

export const requestInformation = waitNode({
  type: "request_information",
  version: 1,
  title: "Request information",
  summary: "Asks the applicant for exactly what is still missing, and waits for it.",
  group: "Collect",
  icon: "mail-question",
  config: requestInformationConfig,
  signal: "requirements_answered",
  outlets: () => [
    { key: "answered", title: "Answered", kind: "normal" },
    { key: "nothing", title: "Nothing to ask", kind: "normal" },
    { key: "expired", title: "Expired", kind: "deadline" },
  ],
  describe({ from, deadlineDays }, { nodes }) {
    const what =
      from === "proposals" ? "what the rules require" : `what “${titleOf(nodes, from.node)}” asks for`;
    return `The applicant is asked for ${what} and has ${deadlineDays} ${deadlineDays === 1 ? "day" : "days"}.`;
  },
  asksApplicant: true,
  notPerItem: "the applicant gets one list of what is missing, not one per element of a list.",
  references: ({ from }) =>
    from === "proposals" ? [] : [{ kind: "node", key: from.node, path: "from.node" }],
  deadlineMs: ({ deadlineDays }) => deadlineDays * DAY_MS,
  skip(config, scope) {
    if (wishesOf(config, scope).length > 0) return undefined;
    return { outlet: "nothing", output: { answered: [], asked: askedOnceMore(config, scope) } };
  },
  request: (config, scope) => ({
    requirements: wishesOf(config, scope) as unknown as Json,
    notify: config.notify,
    dueAt: daysLater(scope.at, config.deadlineDays),
  }),
  accept(config, scope, payload) {
    const { answers, requirements } = requirementsAnswered.parse(payload);
    const forms = Object.entries(answers.forms as { [key: string]: JsonObject }).map(
      ([key, answer]): [string, JsonObject] => [
        key,
        layOver(
          Object.hasOwn(scope.data.forms, key) ? scope.data.forms[key] : undefined,
          answer,
        ) as JsonObject,
      ],
    );
    return {
      outlet: "answered",
      output: { answered: requirements as unknown as Json, asked: askedOnceMore(config, scope) },
      forms: Object.fromEntries(forms),
    };
  },
  expire: (config, scope) => ({ answered: [], asked: askedOnceMore(config, scope) }),
  said(output, { outlet }) {
    if (outlet === "nothing") return "There was nothing to ask for.";
    const answered = objectsIn(output["answered"]).length;
    return answered > 0 ? `${some(answered, "item")} answered.` : null;
  },
  examples: requestInformationExamples,
});
