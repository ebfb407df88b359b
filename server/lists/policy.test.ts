import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryState, keysOf, spellEntry } from "./policy";
import type { ListKind } from "./schema";

const spelled = (kind: ListKind, text: string, ignoresCase = true) => spellEntry({ kind, ignoresCase }, text);
const covers = (kind: ListKind, entry: string, value: string | number, ignoresCase = true) => {
  const kept = spelled(kind, entry, ignoresCase);
  if ("problem" in kept) throw new Error(kept.problem);
  return keysOf({ kind, ignoresCase }, value)?.includes(kept.sought);
};

describe("the spelling of entries", () => {
  it("keeps one spelling per value", () => {
    expect(spelled("email", "Jane.Doe@Example.COM")).toEqual({
      value: "jane.doe@example.com",
      sought: "jane.doe@example.com",
    });
    expect(spelled("iban", "de89 3704 0044 0532 0130 00")).toMatchObject({ value: "DE89370400440532013000" });
    expect(spelled("country", "deu")).toMatchObject({ value: "DE" });
    expect(spelled("domain", "MÜNCHEN.example.")).toMatchObject({ value: "xn--mnchen-3ya.example" });
    expect(spelled("number", "-0012.50")).toMatchObject({ value: "-12.5" });
    expect(spelled("number", "-0")).toMatchObject({ value: "0" });
    expect(spelled("hash", "D41D8CD98F00B204E9800998ECF8427E")).toMatchObject({
      value: "d41d8cd98f00b204e9800998ecf8427e",
    });
    expect(spelled("text", "  Acme \t Ltd ")).toEqual({ value: "Acme Ltd", sought: "acme ltd" });
    expect(spelled("text", "Acme", false)).toEqual({ value: "Acme", sought: "Acme" });
    expect(spelled("ip", "10.1.2.3/8")).toMatchObject({ sought: "4/8/a000000" });
    expect(spelled("ip", "::ffff:10.0.0.1")).toMatchObject({ sought: "4/32/a000001" });
  });

  it.each<[ListKind, string]>([
    ["email", "jane@"],
    ["email", "jane doe@example.com"],
    ["email", "@localhost"],
    ["iban", "DE89 3704 0044 0532 0130 01"],
    ["iban", "DE89"],
    ["country", "XX"],
    ["country", "Germany"],
    ["domain", "10.0.0.1"],
    ["domain", "example"],
    ["domain", "exa mple.com"],
    ["number", "1,250.50"],
    ["number", "12e"],
    ["number", "0.30000000000000001"],
    ["hash", "xyz"],
    ["hash", "abcd"],
    ["ip", "10.0.0.256"],
    ["ip", "10.0.0.0/33"],
    ["text", "   "],
    ["text", "x".repeat(501)],
  ])("says what to mend in a wrong %s: %s", (kind, text) => {
    expect(spelled(kind, text)).toEqual({ problem: expect.stringMatching(/\.$/) });
  });

  it("is found under its own key, for every kind, and spelled the same again", () => {
    const samples: Record<ListKind, fc.Arbitrary<string>> = {
      text: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ""),
      number: fc
        .oneof(
          fc.integer(),
          fc.integer().map((n) => n / 100),
        )
        .map(String),
      email: fc.emailAddress().filter((text) => !("problem" in spelled("email", text))),
      domain: fc.domain(),
      iban: fc.constantFrom("GB33BUKB20201555555555", "FR1420041010050500013M02606"),
      ip: fc.oneof(fc.ipV4(), fc.ipV6()).filter((text) => !("problem" in spelled("ip", text))),
      country: fc.constantFrom("DE", "GB", "US", "XK"),
      hash: fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 }),
    };
    for (const [kind, texts] of Object.entries(samples) as [ListKind, fc.Arbitrary<string>][])
      fc.assert(
        fc.property(texts, (text) => {
          const kept = spelled(kind, text);
          if ("problem" in kept) return;
          expect(keysOf({ kind, ignoresCase: true }, text)).toContain(kept.sought);
          expect(spelled(kind, kept.value)).toMatchObject({ sought: kept.sought });
        }),
        { numRuns: 100 },
      );
  });
});

describe("what an entry covers", () => {
  it("is everybody of a domain and of those below it", () => {
    expect(covers("email", "@example.com", "Jane@mail.EXAMPLE.com")).toBe(true);
    expect(covers("email", "@example.com", "jane@notexample.com")).toBe(false);
    expect(covers("email", "jane@example.com", "john@example.com")).toBe(false);
    expect(covers("domain", "example.com", "https://shop.example.com/path?x=1")).toBe(true);
    expect(covers("domain", "shop.example.com", "example.com")).toBe(false);
    expect(covers("domain", "*.example.com", "jane@example.com")).toBe(true);
  });

  it("is every address of a network, of either family", () => {
    expect(covers("ip", "10.0.0.0/8", "10.200.3.4")).toBe(true);
    expect(covers("ip", "10.0.0.0/8", "11.0.0.1")).toBe(false);
    expect(covers("ip", "10.0.0.0/8", "10.1.0.0/16")).toBe(true);
    expect(covers("ip", "10.1.0.0/16", "10.0.0.0/8")).toBe(false);
    expect(covers("ip", "2001:db8::/32", "2001:db8:1::7")).toBe(true);
    expect(covers("ip", "10.0.0.0/8", "::ffff:10.1.1.1")).toBe(true);
    expect(covers("ip", "0.0.0.0/0", "8.8.8.8")).toBe(true);
    expect(covers("ip", "::/0", "8.8.8.8")).toBe(false);
  });

  it("agrees with arithmetic on random networks of IPv4", () => {
    const number = (text: string) => text.split(".").reduce((all, part) => all * 256 + Number(part), 0);
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (network, address, bits) => {
        const size = 2 ** (32 - bits);
        const isInside = Math.floor(number(network) / size) === Math.floor(number(address) / size);
        expect(covers("ip", `${network}/${bits}`, address)).toBe(isInside);
      }),
    );
  });

  it("is nothing where the value is none of its kind", () => {
    expect(keysOf({ kind: "iban", ignoresCase: true }, "hello")).toBeUndefined();
    expect(keysOf({ kind: "ip", ignoresCase: true }, "localhost")).toBeUndefined();
    expect(keysOf({ kind: "number", ignoresCase: true }, "six")).toBeUndefined();
    expect(keysOf({ kind: "number", ignoresCase: true }, 6012)).toEqual(["6012"]);
    expect(covers("text", "straße", "STRASSE")).toBe(false);
    expect(covers("text", "Acme", "ACME", false)).toBe(false);
  });
});

describe("the state of an entry", () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n));
  it("is told by its times", () => {
    const entry = { validFrom: day(5), validTo: day(10), isWithdrawn: false };
    expect([1, 5, 9, 10].map((n) => entryState(entry, day(n)))).toEqual([
      "upcoming",
      "active",
      "active",
      "expired",
    ]);
    expect(entryState({ ...entry, isWithdrawn: true }, day(10))).toBe("withdrawn");
    expect(entryState({ ...entry, validTo: null }, day(30))).toBe("active");
  });
});
