import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readHoldings } from "./holdings";
import { effectiveShares, type Holding, type OwnershipSettings } from "./shares";

const settings: OwnershipSettings = { threshold: 25, comparator: "at_least" };
type Row = { id?: string; name?: string; kind?: string; share?: unknown; via?: string; dateOfBirth?: string };

function sharesOf(rows: Row[], more: Partial<OwnershipSettings> = {}) {
  const { holdings, problems } = readHoldings(rows, "forms.owners[]", "share");
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

  it("two persons who own an owner jointly hold half of everything each", () => {
    const persons = ["1accb8b18b99", "f040df24d9ec"];
    const result = sharesOf(rowsOf("joint-ownership.json", "31c55e425764", persons));
    for (const person of persons)
      expect(ownerOf(result, person)).toMatchObject({ effectiveShare: 50, isBeneficialOwner: true });
  });
});
