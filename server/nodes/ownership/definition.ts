import { z } from "zod";
import { pureNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { elementsAt, listPath } from "../paths";
import { objectsIn, some } from "../said";
import { ownershipExamples } from "./examples";
import { readHoldings } from "./holdings";
import { effectiveShares } from "./shares";

const ownershipConfig = z.strictObject({
  owners: listPath.meta({
    title: "Owners",
    description:
      "The list of holdings. An item with `via` holds its share in the item with that `id`, the others in the party itself.",
  }),
  shareField: z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/)
    .default("share")
    .meta({ title: "Field of the share", description: "A number of per cent, 0 to 100." }),
  threshold: z.number().min(0).max(100).default(25).meta({ title: "Threshold in per cent" }),
  comparator: z
    .enum(["at_least", "more_than"])
    .default("at_least")
    .meta({ title: "Comparison", description: "Whether exactly the threshold is enough." }),
  controlOver: z.number().min(0).max(100).optional().meta({
    title: "Control over per cent",
    description:
      "Where your regime counts control: more than this of an owner is control of it, and whoever controls it is taken to hold all that it holds. Leave it empty where only shares count.",
  }),
  controlField: z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/)
    .default("control")
    .meta({
      title: "Field of control",
      description: "Yes or no: control by votes, board or agreement, at any share.",
    }),
});

export const ownership = pureNode({
  type: "ownership",
  version: 1,
  title: "Ownership",
  summary: "Works out each owner's effective share and who is a beneficial owner.",
  group: "Decide",
  icon: "sitemap",
  config: ownershipConfig,
  outlets: () => [
    { key: "computed", title: "Computed", kind: "normal" },
    { key: "implausible", title: "Implausible", kind: "normal" },
  ],
  describe: ({ threshold, comparator, controlOver }) =>
    `Effective shares are worked out along all chains; ${comparator === "at_least" ? "at least" : "more than"} ${threshold} %${controlOver === undefined ? "" : `, or control (over ${controlOver} %),`} makes a beneficial owner.`,
  prepare:
    ({ owners, shareField, threshold, comparator, controlOver, controlField }) =>
    (scope) => {
      const control = controlOver === undefined ? {} : { control: { over: controlOver } };
      const { holdings, problems } = readHoldings(
        elementsAt(scope.data, owners),
        owners,
        shareField,
        controlField,
      );
      const result = effectiveShares(holdings, { threshold, comparator, ...control });
      const all = [...problems, ...result.problems];
      return {
        outlet: all.length === 0 ? "computed" : "implausible",
        output: { owners: result.owners, total: result.total, problems: all } as unknown as JsonObject,
      };
    },
  said(output) {
    const owners = objectsIn(output["owners"]);
    if (owners.length === 0) return null;
    const beneficial = owners.filter(({ isBeneficialOwner }) => isBeneficialOwner === true).length;
    return `${some(beneficial, "beneficial owner")} among ${owners.length}.`;
  },
  examples: ownershipExamples,
});
