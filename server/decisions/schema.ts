import { z } from "zod";
import { reason, reference } from "@/server/applications/schema";
import { partyReference } from "@/server/parties/schema";
import { key } from "@/server/workflows/schema";

export const createDecisionInput = z.strictObject({
  /** Key of a published workflow. */
  workflow: key,
  /** What the workflow reads under `input`. */
  input: z.record(z.string().min(1).max(64), z.unknown()),
  party: partyReference.optional(),
  reference: reference.optional(),
  /** Adds the path through the graph and what every node said. */
  explain: z.boolean().default(false),
});
export type CreateDecisionInput = z.infer<typeof createDecisionInput>;

export const decisionTrace = z.strictObject({
  path: z.array(z.strictObject({ node: z.string(), visit: z.int(), outlet: z.string().nullable() })),
  nodes: z.record(z.string(), z.unknown()),
});

export const decisionMade = z.strictObject({
  id: z.string(),
  run: z.string(),
  status: z.literal("decided"),
  /** One of the workflow's own outcomes. */
  outcome: z.string(),
  /** Most important first. */
  reasons: z.array(reason),
  score: z.number().nullable(),
  outputs: z.record(z.string(), z.unknown()),
  version: z.int(),
  trace: decisionTrace.optional(),
});

/** The budget ended or the run waits for a person. It goes on; this is never a default outcome. */
export const decisionPending = z.strictObject({ run: z.string(), status: z.literal("pending") });

export type DecisionAnswer = z.infer<typeof decisionMade> | z.infer<typeof decisionPending>;
