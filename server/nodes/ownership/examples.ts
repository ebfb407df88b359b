import type { NodeExample } from "@/server/engine/node";

const config = { owners: "forms.owners.owners[]" };
const owners = (...rows: { [key: string]: string | number }[]) => ({ forms: { owners: { owners: rows } } });

export const ownershipExamples: NodeExample<unknown>[] = [
  {
    name: "Direct shares",
    config,
    data: owners({ name: "Jane Roe", share: 60 }, { name: "John Doe", share: 40 }),
    outlet: "computed",
    output: { total: 100 },
  },
  {
    name: "Directly and through a company, exactly the threshold",
    config,
    data: owners(
      { name: "Jane Roe", share: 15 },
      { id: "holdco", name: "HoldCo Ltd", kind: "business", share: 50 },
      { name: "Jane Roe", share: 20, via: "holdco" },
    ),
    outlet: "computed",
    output: {
      total: 65,
      owners: [
        {
          index: 0,
          name: "Jane Roe",
          isPerson: true,
          effectiveShare: 25,
          isBeneficialOwner: true,
          paths: [
            { through: [], share: 15 },
            { through: ["HoldCo Ltd"], share: 10 },
          ],
          reason:
            "Jane Roe holds 25 % (15 % directly, 10 % through HoldCo Ltd): at least 25 %, so a beneficial owner.",
        },
        {
          index: 1,
          name: "HoldCo Ltd",
          isPerson: false,
          effectiveShare: 50,
          isBeneficialOwner: false,
          paths: [{ through: [], share: 50 }],
          reason: "HoldCo Ltd holds 50 % and is no person; the people behind it count.",
        },
      ],
    },
  },
  {
    name: "More than 100 %",
    config,
    data: owners({ name: "Jane Roe", share: 60 }, { name: "John Doe", share: 50 }),
    outlet: "implausible",
    output: {
      problems: [{ code: "over_100", message: "The shares in the party add up to 110 %, more than 100 %." }],
    },
  },
  {
    name: "A circle",
    config,
    data: owners(
      { id: "a", name: "A Ltd", share: 50, via: "b" },
      { id: "b", name: "B Ltd", share: 50, via: "a" },
      { name: "Jane Roe", share: 100 },
    ),
    outlet: "implausible",
  },
];
