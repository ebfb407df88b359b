import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readHoldings } from "./holdings";
import { effectiveShares, type Holding, type OwnershipSettings } from "./shares";

const settings: OwnershipSettings = { threshold: 25, comparator: "at_least" };
interface Row {
  id?: string;
  name?: string;
  kind?: string;
  share?: unknown;
  via?: string;
  dateOfBirth?: string;
  nomineeFor?: string;
  control?: boolean;
}

function sharesOf(rows: Row[], more: Partial<OwnershipSettings> = {}) {
  const { holdings, problems } = readHoldings(rows, "forms.owners[]", "share", "control");
  const result = effectiveShares(holdings, { ...settings, ...more });
  return { ...result, problems: [...problems, ...result.problems].map(({ code }) => code) };
}
const ownerOf = (result: ReturnType<typeof sharesOf>, name: string) =>
  result.owners.find((owner) => owner.name === name);

describe("a beneficial owner", () => {
  it("reaches the threshold exactly, or must pass it, as the policy says", () => {
    const rows = [{ name: "Jane", share: 25 }];
    expect(ownerOf(sharesOf(rows), "Jane")?.isBeneficialOwner).toBe(true);
    expect(ownerOf(sharesOf(rows, { comparator: "more_than" }), "Jane")?.isBeneficialOwner).toBe(false);
  });

  it("is found in exact decimals: 8.1 + 8.2 + 8.7 is 25", () => {
    const rows = [8.1, 8.2, 8.7].map((share) => ({ name: "Jane", share }));
    expect(8.1 + 8.2 + 8.7).toBeLessThan(25);
    expect(ownerOf(sharesOf(rows), "Jane")).toMatchObject({ effectiveShare: 25, isBeneficialOwner: true });
  });

  it("holds the product along a chain, summed over chains, and is told why", () => {
    const result = sharesOf([
      { id: "top", name: "Top Ltd", kind: "business", share: 80 },
      { id: "mid", name: "Mid Ltd", kind: "business", share: 50, via: "top" },
      { name: "Jane", share: 60, via: "mid" },
      { name: "Jane", share: 5 },
    ]);
    expect(ownerOf(result, "Jane")).toMatchObject({
      effectiveShare: 29,
      isBeneficialOwner: true,
      reason:
        "Jane holds 29 % (24 % through Mid Ltd and Top Ltd, 5 % directly): at least 25 %, so a beneficial owner.",
    });
    expect(ownerOf(result, "Top Ltd")?.isBeneficialOwner).toBe(false);
    expect(result).toMatchObject({ total: 85, problems: [] });
  });

  it("is one person under any id, and two with different birth dates", () => {
    const rows = [
      { id: "a", name: "Jane Roe", dateOfBirth: "1980-01-01", share: 15 },
      { id: "b", name: "JANE  ROE", dateOfBirth: "1980-01-01", share: 15 },
      { id: "c", name: "Jane Roe", dateOfBirth: "2001-01-01", share: 15 },
    ];
    expect(sharesOf(rows).owners.map(({ effectiveShare }) => effectiveShare)).toEqual([30, 15]);
  });
});

describe("control, where the regime counts it", () => {
  const majority = { control: { over: 50 } };
  // 51 % of 51 % of 40 % is 10.4 %, and yet nobody can outvote her.
  const chain: Row[] = [
    { id: "top", name: "Top Ltd", kind: "business", share: 40 },
    { id: "mid", name: "Mid Ltd", kind: "business", share: 51, via: "top" },
    { name: "Jane", share: 51, via: "mid" },
    { name: "Others", share: 60 },
  ];

  it("of an owner carries all that it holds; of shares alone it is the product", () => {
    expect(ownerOf(sharesOf(chain), "Jane")).toMatchObject({
      effectiveShare: 10.404,
      isBeneficialOwner: false,
    });
    expect(ownerOf(sharesOf(chain, majority), "Jane")).toMatchObject({
      effectiveShare: 10.404,
      controlledShare: 40,
      controls: ["Mid Ltd", "Top Ltd"],
      isBeneficialOwner: true,
      reason:
        "Jane holds 10.404 % (10.404 % through Mid Ltd and Top Ltd): not at least 25 %, but controls Mid Ltd and Top Ltd and with it 40 %, so a beneficial owner.",
    });
  });

  it("ends at exactly half: it takes more", () => {
    const half = chain.map((row) => (row.name === "Jane" ? { ...row, share: 50 } : row));
    expect(ownerOf(sharesOf(half, majority), "Jane")).toMatchObject({
      controls: [],
      isBeneficialOwner: false,
    });
    expect(ownerOf(sharesOf(half, { control: { over: 49 } }), "Jane")?.isBeneficialOwner).toBe(true);
  });

  it("adds up what somebody and the companies they control hold of the next", () => {
    const rows: Row[] = [
      { id: "own", name: "Own Ltd", kind: "business", share: 10 },
      { name: "Jane", share: 100, via: "own" },
      { id: "next", name: "Next Ltd", kind: "business", share: 30 },
      { id: "own", name: "Own Ltd", kind: "business", share: 26, via: "next" },
      { name: "Jane", share: 25, via: "next" },
    ];
    // 25 % herself and 26 % through Own Ltd: Next Ltd is hers, and its 30 % with it.
    expect(ownerOf(sharesOf(rows, majority), "Jane")).toMatchObject({
      controlledShare: 40,
      controls: ["Own Ltd", "Next Ltd"],
      effectiveShare: 25.3,
    });
  });

  it("by votes or the board counts at any share, of an owner and of the party", () => {
    const board: Row[] = [
      { id: "top", name: "Top Ltd", kind: "business", share: 30 },
      { name: "Jane", share: 1, via: "top", control: true },
      { name: "John", share: 0, control: true },
      { name: "Jim", share: 2 },
    ];
    const result = sharesOf(board, majority);
    expect(
      result.owners.filter(({ isBeneficialOwner }) => isBeneficialOwner).map(({ name }) => name),
    ).toEqual(["Jane", "John"]);
    expect(ownerOf(result, "John")?.reason).toBe(
      "John holds 0 %: not at least 25 %, but controls the party, so a beneficial owner.",
    );
    expect(sharesOf(board).owners.some(({ isBeneficialOwner }) => isBeneficialOwner)).toBe(false);
  });

  it("in a circle of companies that hold one another ends, and is said to be a circle", () => {
    const rows: Row[] = [
      { id: "a", name: "A", kind: "business", share: 60 },
      { id: "b", name: "B", kind: "business", share: 45, via: "a" },
      { id: "a", name: "A", kind: "business", share: 60, via: "b" },
      { name: "Jane", share: 55, via: "a" },
    ];
    const result = sharesOf(rows, majority);
    expect(ownerOf(result, "Jane")).toMatchObject({
      controlledShare: 60,
      controls: ["A", "B"],
      isBeneficialOwner: true,
    });
    expect(result.problems).toEqual(["loop"]);
  });

  it("of more companies by more people than anybody declares ends in time", () => {
    const companies = Array.from(
      { length: 600 },
      (_, i): Row => ({
        id: `c${i}`,
        name: `C${i}`,
        kind: "business",
        share: 0,
        ...(i > 0 && { via: `c${i - 1}` }),
        control: true,
      }),
    );
    const people = Array.from(
      { length: 600 },
      (_, i): Row => ({ name: `P${i}`, share: 0, via: "c599", control: true }),
    );
    expect(sharesOf([...companies, ...people], majority).problems).toContain("too_many_chains");
  });

  it("is every regime's own: the same list under three of them", () => {
    const names = (more: Partial<OwnershipSettings>) =>
      sharesOf([...chain, { name: "Edge", share: 25, via: "top" }, { name: "Quarter", share: 0 }], more)
        .owners.filter(({ isBeneficialOwner }) => isBeneficialOwner)
        .map(({ name }) => name);
    expect(names({ threshold: 25, comparator: "at_least" })).toEqual(["Others"]);
    expect(names({ threshold: 25, comparator: "more_than", ...majority })).toEqual(["Jane", "Others"]);
    expect(names({ threshold: 10, comparator: "at_least" })).toEqual(["Jane", "Others", "Edge"]);
  });
});

describe("a nominee", () => {
  it("holds nothing itself: who stands behind it does, and the path says how", () => {
    const result = sharesOf([
      { id: "vanessa", name: "Vanessa", share: 30, nomineeFor: "silvia" },
      { id: "silvia", name: "Silvia", share: 5 },
      { name: "Vanessa", share: 3 },
    ]);
    expect(ownerOf(result, "Silvia")).toMatchObject({
      effectiveShare: 35,
      isBeneficialOwner: true,
      paths: [
        { through: ["Vanessa as nominee"], share: 30 },
        { through: [], share: 5 },
      ],
    });
    expect(ownerOf(result, "Vanessa")).toMatchObject({ effectiveShare: 3, isBeneficialOwner: false });
    expect(result).toMatchObject({ total: 38, problems: [] });
  });

  it("for somebody unknown, or for itself, is implausible and holds nothing", () => {
    for (const nomineeFor of ["nobody", "v"]) {
      const result = sharesOf([{ id: "v", name: "Vanessa", share: 30, nomineeFor }]);
      expect(result.problems).toEqual(["unknown_nominator"]);
      expect(ownerOf(result, "Vanessa")?.effectiveShare).toBe(0);
    }
  });
});

describe("joint owners", () => {
  it("hold together what the register says once, by their parts of it", () => {
    const result = sharesOf([
      { id: "joint", name: "Joint holding", kind: "entity", share: 60 },
      { name: "Natalie", share: 50, via: "joint" },
      { name: "Roberto", share: 50, via: "joint" },
    ]);
    expect(
      result.owners.map(({ name, effectiveShare, isBeneficialOwner }) => [
        name,
        effectiveShare,
        isBeneficialOwner,
      ]),
    ).toEqual([
      ["Joint holding", 60, false],
      ["Natalie", 30, true],
      ["Roberto", 30, true],
    ]);
  });
});

describe("an implausible list", () => {
  test.each<[string, Row[], string]>([
    [
      "more than 100 % of the party",
      [
        { name: "A", share: 60 },
        { name: "B", share: 40.01 },
      ],
      "over_100",
    ],
    [
      "more than 100 % of an owner",
      [
        { id: "h", name: "H", share: 10 },
        { name: "A", share: 60, via: "h" },
        { name: "B", share: 50, via: "h" },
      ],
      "over_100",
    ],
    ["a share that is missing", [{ name: "A" }], "bad_share"],
    ["a share in words", [{ name: "A", share: "half" }], "bad_share"],
    ["a negative share", [{ name: "A", share: -1 }], "bad_share"],
    ["a share of nothing known", [{ name: "A", share: 5, via: "ghost" }], "unknown_via"],
    [
      "two owners of one id",
      [
        { id: "x", name: "A", share: 5 },
        { id: "x", name: "B", share: 5 },
      ],
      "same_id",
    ],
    [
      "an owned person",
      [
        { id: "p", name: "P", kind: "person", share: 50 },
        { name: "A", share: 50, via: "p" },
      ],
      "owned_person",
    ],
    [
      "a circle the party is owned by",
      [
        { id: "a", name: "A", share: 50 },
        { id: "b", name: "B", share: 50, via: "a" },
        { id: "a", name: "A", share: 50, via: "b" },
      ],
      "loop",
    ],
    [
      "a circle beside the party",
      [
        { name: "Jane", share: 100 },
        { id: "a", name: "A", share: 50, via: "b" },
        { id: "b", name: "B", share: 50, via: "a" },
      ],
      "loop",
    ],
    [
      "an owner of itself",
      [
        { id: "a", name: "A", share: 50 },
        { id: "a", name: "A", share: 10, via: "a" },
      ],
      "loop",
    ],
  ])("has %s", (_, rows, code) => {
    expect(sharesOf(rows).problems).toEqual([code]);
  });

  it("of more chains than anybody declares ends in time", () => {
    const layers = Array.from({ length: 12 }, (_, layer) =>
      Array.from({ length: 4 }, (_, i) =>
        (layer === 0 ? [undefined] : [0, 1, 2, 3]).map((to) => ({
          id: `${layer}-${i}`,
          name: `Layer ${layer} owner ${i}`,
          kind: "business",
          share: 25,
          ...(to === undefined ? {} : { via: `${layer - 1}-${to}` }),
        })),
      ),
    ).flat(2);
    expect(sharesOf(layers).problems).toEqual(["too_many_chains"]);
  });
});

/** Layered, so without circles: owner i of the list holds shares only in the party or in owners before it. */
const plausible = fc
  .array(
    fc.record({
      isPerson: fc.boolean(),
      into: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
      weight: fc.integer({ min: 1, max: 1000 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((owners): Holding[] => {
    const raw = owners.flatMap(({ into, weight }, i) =>
      [...new Set((into.length > 0 ? into : [9]).map((t) => (t < i && !owners[t]?.isPerson ? t : -1)))].map(
        (target) => ({ i, target, weight }),
      ),
    );
    const sums = new Map<number, number>();
    for (const { target, weight } of raw) sums.set(target, (sums.get(target) ?? 0) + weight);
    return raw.map(({ i, target, weight }, index) => ({
      index,
      owner: `o${i}`,
      name: `Owner ${i}`,
      isPerson: owners[i]?.isPerson ?? true,
      // Rounded down, so that no sum passes 100.
      share: Math.floor((weight / (sums.get(target) ?? 1)) * 10_000) / 100,
      ...(target < 0 ? {} : { via: `o${target}` }),
    }));
  });

/** The same by another way: each owner's share is what its targets' shares hand down, in floats. */
function handedDown(holdings: Holding[]): Map<string, number> {
  const shares = new Map<string, number>();
  const shareOf = (owner: string): number => {
    const known = shares.get(owner);
    if (known !== undefined) return known;
    const sum = holdings
      .filter((holding) => holding.owner === owner)
      .reduce((all, { share, via }) => all + share * (via === undefined ? 1 : shareOf(via) / 100), 0);
    shares.set(owner, sum);
    return sum;
  };
  for (const { owner } of holdings) shareOf(owner);
  return shares;
}

describe("any plausible structure", () => {
  it("gives what handing shares down gives", () => {
    fc.assert(
      fc.property(plausible, (holdings) => {
        const result = effectiveShares(holdings, settings);
        const expected = handedDown(holdings);
        expect(result.problems).toEqual([]);
        for (const owner of result.owners) {
          const key = holdings[owner.index]!.owner;
          expect(owner.effectiveShare).toBeCloseTo(expected.get(key)!, 5);
          expect(owner.isBeneficialOwner).toBe(owner.isPerson && owner.effectiveShare >= 25);
          if (owner.paths.length < 20)
            expect(owner.paths.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(
              owner.effectiveShare,
              4,
            );
        }
      }),
    );
  });

  it("does not depend on the order of its rows", () => {
    fc.assert(
      fc.property(plausible, fc.infiniteStream(fc.nat()), (holdings, order) => {
        const mixed = holdings
          .map((holding) => ({ holding, place: order.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ holding }, index) => ({ ...holding, index }));
        const summary = (all: Holding[]) =>
          effectiveShares(all, settings)
            .owners.map(({ name, effectiveShare, isBeneficialOwner }) => [
              name,
              effectiveShare,
              isBeneficialOwner,
            ])
            .sort();
        expect(summary(mixed)).toEqual(summary(holdings));
      }),
    );
  });

  it("never hands out more than the party: persons together hold at most what is held directly", () => {
    fc.assert(
      fc.property(plausible, (holdings) => {
        const { owners, total } = effectiveShares(holdings, settings);
        const persons = owners.filter(({ isPerson }) => isPerson);
        const sum = persons.reduce((all, { effectiveShare }) => all + effectiveShare, 0);
        expect(sum).toBeLessThanOrEqual(total + 1e-4);
        expect(total).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("with any rows at all answers without throwing, and is plain JSON", () => {
    const rows = fc.array(
      fc.record(
        {
          id: fc.constantFrom("a", "b", "c", ""),
          name: fc.constantFrom("A", "B", "", 5),
          kind: fc.constantFrom("person", "business", null),
          share: fc.oneof(fc.double(), fc.integer({ min: -5, max: 120 }), fc.string()),
          via: fc.constantFrom("a", "b", "c", "d"),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, (any) => {
        const { holdings, problems } = readHoldings(any, "x[]", "share");
        const result = { ...effectiveShares(holdings, settings), read: problems };
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
    );
  });
});

const published = ["../shared/data/ownership", "../../shared/data/ownership"].find((path) =>
  existsSync(path),
);

interface Statement {
  recordDetails: {
    subject?: string;
    interestedParty?: string;
    interests?: { type?: string; directOrIndirect?: string; share?: { exact?: number } }[];
  };
}

/** The direct shareholdings of an Open Ownership example (BODS 0.4) as rows. */
function rowsOf(file: string, party: string, persons: string[]): Row[] {
  const statements = JSON.parse(readFileSync(join(published ?? "", file), "utf8")) as Statement[];
  return statements.flatMap(({ recordDetails: { subject, interestedParty, interests = [] } }) =>
    interests.flatMap(({ type, directOrIndirect, share }): Row[] => {
      if (!subject || !interestedParty || type !== "shareholding" || directOrIndirect !== "direct") return [];
      return [
        {
          id: interestedParty,
          name: interestedParty,
          kind: persons.includes(interestedParty) ? "person" : "entity",
          share: share?.exact,
          ...(subject === party ? {} : { via: subject }),
        },
      ];
    }),
  );
}

/** What the files' own statements of indirect interests say. */
describe.skipIf(published === undefined)("Open Ownership's examples (skipped without ../shared/data)", () => {
  it("a state holds 23.5 % directly and 76.5 % through its holding: all of it", () => {
    const result = sharesOf(rowsOf("bods-package-fi-soe.json", "19f1c5afe9d7", ["7ff95ba3682c"]));
    expect(ownerOf(result, "7ff95ba3682c")).toMatchObject({ effectiveShare: 100, isBeneficialOwner: true });
    expect(ownerOf(result, "0199c515a699")).toMatchObject({ effectiveShare: 76.5, isBeneficialOwner: false });
    expect(result.problems).toEqual([]);
  });

  it("a person who holds everything, and two who hold half each", () => {
    const one = sharesOf(rowsOf("bods-package.json", "c359f58d2977", ["10478c6cf6de"]));
    expect(ownerOf(one, "10478c6cf6de")).toMatchObject({ effectiveShare: 100, isBeneficialOwner: true });
  });

  it("a share through a company of which the file says what comes of it", () => {
    // The files state 60 % and what the person holds indirectly, and leave the step between open: it is what divides them.
    for (const [file, party, person, through, indirect] of [
      ["indirect-ownership.json", "ad3f6c2fcc9e", "c25d4d612c2c", { d4ab89ea169a: 50 }, 30],
      [
        "multiple-indirect-ownership.json",
        "63e3a8a8946f",
        "92ebf964a1f6",
        { d177864a8b39: 60, "05fbbfb94b79": 60 },
        60,
      ],
      [
        "mutilple-indirect-ownership-2.json",
        "1e049760d6c7",
        "731c7a8e7601",
        { "41454e3ba398": 100, "6c9fd5c92201": 100 },
        60,
      ],
    ] as const) {
      const rows = rowsOf(file, party, [person]);
      const steps = Object.entries(through).map(
        ([via, share]): Row => ({ id: person, name: person, kind: "person", share, via }),
      );
      const result = sharesOf([...rows, ...steps]);
      expect(ownerOf(result, person), file).toMatchObject({
        effectiveShare: indirect,
        isBeneficialOwner: true,
      });
      expect(result.problems).toEqual([]);
    }
  });

  it("what was held at different times adds up to too much when it is read as one list", () => {
    const result = sharesOf(rowsOf("tecido.json", "01B68D7633", ["018AF6B3EB"]));
    expect(result.problems).toContain("over_100");
  });

  it("a person who rules through a nominee, by the board and without a share", () => {
    // nomination.json: Silvia Teixeira Perez nominates Vanessa Rivero to the board of Los Corazones de Plata.
    const statements = JSON.parse(
      readFileSync(join(published ?? "", "nomination.json"), "utf8"),
    ) as Statement[];
    const rules = statements.filter(({ recordDetails: { interests = [] } }) =>
      interests.some(({ type }) => type === "otherInfluenceOrControl"),
    );
    expect(rules.map(({ recordDetails }) => recordDetails.interestedParty)).toEqual(["101AB1984F"]);
    const rows: Row[] = [
      { id: "101AB1984F", name: "Silvia", share: 0, control: true },
      { id: "102AB1984E", name: "Vanessa", share: 0, control: true, nomineeFor: "101AB1984F" },
    ];
    const result = sharesOf(rows, { control: { over: 50 } });
    expect(ownerOf(result, "Silvia")?.isBeneficialOwner).toBe(true);
    expect(ownerOf(result, "Vanessa")?.isBeneficialOwner).toBe(false);
  });

  it("two persons who own an owner jointly hold half of everything each", () => {
    const persons = ["1accb8b18b99", "f040df24d9ec"];
    const result = sharesOf(rowsOf("joint-ownership.json", "31c55e425764", persons));
    for (const person of persons)
      expect(ownerOf(result, person)).toMatchObject({ effectiveShare: 50, isBeneficialOwner: true });
  });
});
