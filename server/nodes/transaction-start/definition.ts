import { z } from "zod";
import { NodeFault, pureNode } from "@/server/engine/node";
import { money } from "@/server/rules/core/ast";
import { inputFields, missingFields } from "../input-fields";

/** What every transaction brings under `input.transaction`; whatever else it has is kept and can be read. */
export const transactionInput = z.looseObject({
  id: z.string().min(1).max(200),
  at: z.iso.datetime({ offset: true }),
  amount: money,
  direction: z.enum(["in", "out"]),
});

const transactionStartConfig = z.strictObject({
  direction: z
    .enum(["both", "in", "out"])
    .default("both")
    .meta({ title: "Direction", description: "Which transactions it is about: money in, out, or both." }),
  fields: inputFields.meta({
    title: "Fields",
    description:
      "What a transaction brings beside id, at, amount and direction, like input.transaction.counterparty.",
  }),
});

const moves = { both: "A transaction", in: "Money that comes in", out: "Money that goes out" } as const;

export const transactionStart = pureNode({
  type: "transaction_start",
  version: 1,
  title: "Transaction",
  summary: "Begins when a transaction of the party is reported.",
  group: "Start",
  hasNoApplicant: true,
  icon: "credit-card",
  config: transactionStartConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe: ({ direction }) => `${moves[direction]} begins a run.`,
  prepare: (config) => (scope) => {
    const read = transactionInput.safeParse(scope.data.input["transaction"]);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new NodeFault(
        `input.transaction is not one: ${["transaction", ...(issue?.path ?? [])].join(".")}`,
      );
    }
    if (config.direction !== "both" && read.data.direction !== config.direction)
      throw new NodeFault(`it is about money going ${config.direction} only`);
    const missing = missingFields(config, scope.data.input);
    if (missing.length > 0)
      throw new NodeFault(`the transaction lacks ${missing.map(({ path }) => path).join(", ")}`);
    return { outlet: "next", output: {} };
  },
  examples: [
    {
      name: "A payment goes out",
      config: { direction: "out" },
      data: {
        input: {
          transaction: {
            id: "tx-1",
            at: "2026-01-31T11:59:58Z",
            amount: { amount: 12_500, currency: "EUR" },
            direction: "out",
          },
        },
      },
      outlet: "next",
    },
    {
      name: "With the counterparty it requires",
      config: { fields: [{ path: "input.transaction.counterparty", title: "Counterparty", required: true }] },
      data: {
        input: {
          transaction: {
            id: "tx-2",
            at: "2026-01-31T11:59:58+01:00",
            amount: { amount: 1, currency: "USD" },
            direction: "in",
            counterparty: { name: "Acme Ltd" },
          },
        },
      },
      outlet: "next",
      output: {},
    },
  ],
});
