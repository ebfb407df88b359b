import { z } from "zod";
import { waitNode } from "@/server/engine/node";
import type { Json } from "@/server/engine/state";
import { key } from "@/server/workflows/schema";
import { inOrderOfPriority, mostSevere, scoreOf, titleOf } from "../run-facts";
import { objectsIn, some } from "../said";

const reviewConfig = z.strictObject({
  queue: key.meta({ title: "Queue", description: "Where the case appears.", "x-names": "queue" }),
  fourEyes: z
    .enum(["none", "approve", "both"])
    .default("none")
    .meta({ title: "Four eyes", description: "For which verdicts a second member must agree." }),
  title: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .meta({ title: "Title of the case", description: "Empty: the title of this node." }),
  codes: z
    .array(z.string().min(1).max(64).meta({ title: "Reason", "x-names": "reasonCode" }))
    .max(100)
    .optional()
    .meta({ title: "Reason codes offered", description: "Empty: all of the workflow's." }),
});

/** What `case_decided` brings. */
const caseDecided = z.object({
  verdict: z.enum(["approve", "decline", "send_back"]),
  reasonCodes: z.array(z.string()),
  by: z.array(z.string()).min(1),
  items: z
    .array(
      z.object({
        kind: z.enum(["field", "document"]),
        key: z.string(),
        subject: z.string(),
        reasonCode: z.string(),
        note: z.string().optional(),
      }),
    )
    .default([]),
});

const outletOf = { approve: "approved", decline: "declined", send_back: "sent_back" } as const;
const kindOf = { approve: "positive", decline: "negative" } as const;
const eyes = {
  none: "one member decides",
  approve: "two members must agree to approve",
  both: "two members must agree",
} as const;

export const review = waitNode({
  type: "review",
  version: 1,
  title: "Review",
  summary: "Opens a case in a queue and waits for a member's verdict.",
  group: "People",
  icon: "user-check",
  config: reviewConfig,
  signal: "case_decided",
  outlets: () => [
    { key: "approved", title: "Approved", kind: "normal" },
    { key: "declined", title: "Declined", kind: "normal" },
    { key: "sent_back", title: "Sent back", kind: "normal" },
  ],
  describe: ({ queue, fourEyes }, { settings }) =>
    `A case opens in “${titleOf(settings.queues, queue)}”; ${eyes[fourEyes]}.`,
  references: ({ queue, codes }) => [
    { kind: "queue", key: queue, path: "queue" },
    ...(codes ?? []).map((code, i) => ({ kind: "reasonCode" as const, key: code, path: `codes[${i}]` })),
  ],
  deadlineMs: () => undefined,
  request({ queue, fourEyes, title, codes }, scope) {
    const reasonCodes = scope.proposals.flatMap((proposal) => proposal.reasonCodes);
    return {
      queue,
      fourEyes,
      title: title ?? titleOf(scope.source.nodes, scope.node),
      codes: codes ?? Object.keys(scope.source.reasonCodes),
      proposedOutcome: mostSevere(scope.proposals, scope.source),
      reasonCodes: inOrderOfPriority(reasonCodes, scope.source),
      score: scoreOf(scope),
    };
  },
  accept(_, { source }, payload) {
    const { verdict, reasonCodes, by, items } = caseDecided.parse(payload);
    const output = { verdict, reasonCodes, by, items: items as unknown as Json };
    const outlet = outletOf[verdict];
    if (verdict === "send_back") return { outlet, output };
    const outcome = source.outcomes.find(({ kind }) => kind === kindOf[verdict]);
    return {
      outlet,
      output,
      supersedes: true,
      proposals: outcome ? [{ outcome: outcome.key, reasonCodes }] : [],
    };
  },
  said(output) {
    const verdict = { approve: "Approved", decline: "Declined", send_back: "Sent back" }[
      String(output["verdict"])
    ];
    if (!verdict) return null;
    if (verdict === "Sent back") return `${some(objectsIn(output["items"]).length, "item")} sent back.`;
    const by = Array.isArray(output["by"]) ? output["by"].length : 0;
    return `${verdict} by ${some(by, "member")}.`;
  },
  examples: [
    {
      name: "Approved",
      config: { queue: "edd", fourEyes: "approve" },
      answers: { "": { verdict: "approve", reasonCodes: [], by: ["mem_1", "mem_2"], items: [] } },
      outlet: "approved",
      output: { verdict: "approve", by: ["mem_1", "mem_2"] },
    },
    {
      name: "Declined with a reason",
      config: { queue: "edd" },
      answers: { "": { verdict: "decline", reasonCodes: ["RISK"], by: ["mem_1"], items: [] } },
      outlet: "declined",
      output: { reasonCodes: ["RISK"] },
    },
    {
      name: "One document goes back",
      config: { queue: "edd" },
      answers: {
        "": {
          verdict: "send_back",
          reasonCodes: [],
          by: ["mem_1"],
          items: [{ kind: "document", key: "passport", subject: "party", reasonCode: "UNREADABLE" }],
        },
      },
      outlet: "sent_back",
    },
  ],
});
