import { BlockList, isIP, isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compileNetworks, type Network, parseNetwork } from "./network";

const has = (networks: string[], address: string) =>
  compileNetworks(networks.map((one) => parseNetwork(one) as Network))(address);

describe("an address", () => {
  test.each<[string, string[], boolean | undefined]>([
    ["10.1.2.3", ["10.0.0.0/8"], true],
    ["11.0.0.0", ["10.0.0.0/8"], false],
    ["9.255.255.255", ["10.0.0.0/8"], false],
    ["10.255.255.255", ["10.0.0.0/8"], true],
    // The bits behind the mask do not count.
    ["10.200.0.1", ["10.1.2.3/8"], true],
    ["203.0.113.7", ["203.0.113.7"], true],
    ["203.0.113.8", ["203.0.113.7"], false],
    ["1.2.3.4", ["0.0.0.0/0"], true],
    ["::1", ["0.0.0.0/0"], false],
    ["2001:db8::1", ["2001:db8::/32"], true],
    ["2001:db9::", ["2001:db8::/32"], false],
    ["::ffff:10.0.0.1", ["10.0.0.0/8"], true],
    ["10.0.0.1", ["::ffff:10.0.0.0/104"], true],
    ["fe80::1%eth0", ["fe80::/10"], undefined],
    ["10.0.0.256", ["10.0.0.0/8"], undefined],
    ["010.0.0.1", ["10.0.0.0/8"], undefined],
    ["", ["10.0.0.0/8"], undefined],
    ["localhost", ["127.0.0.0/8"], undefined],
  ])("%s among %j: %s", (address, networks, expected) => {
    expect(has(networks, address)).toBe(expected);
  });

  test.each([
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0/8",
    "::/129",
    ":::",
    "1::2::3",
    "12345::",
    "a/8",
    "::ffff:10.0.0.0/8",
  ])("%s is no network", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
});

const four = fc
  .array(fc.constantFrom(0, 1, 10, 127, 128, 192, 255), { minLength: 4, maxLength: 4 })
  .map((b) => b.join("."));
const six = fc
  .array(fc.constantFrom("0", "1", "2001", "db8", "ffff", "fe80"), { minLength: 8, maxLength: 8 })
  // The mapped ones have two names in Node's list and one in ours.
  .map((groups) => `2${groups[0]!.slice(0, 3).padStart(3, "0")}:${groups.slice(1).join(":")}`);

describe("against the platform's own reading", () => {
  it("membership is the same", () => {
    const range4 = fc.tuple(four, fc.integer({ min: 0, max: 32 })).map(([a, bits]) => `${a}/${bits}`);
    const range6 = fc.tuple(six, fc.integer({ min: 1, max: 128 })).map(([a, bits]) => `${a}/${bits}`);
    fc.assert(
      fc.property(
        fc.array(range4, { maxLength: 4 }),
        fc.array(range6, { maxLength: 4 }),
        fc.oneof(four, six),
        (ranges4, ranges6, address) => {
          // A list of one family also matches the other's mapped form: one list per family.
          const list = new BlockList();
          const own = isIPv4(address) ? ranges4 : ranges6;
          for (const range of own) {
            const [base = "", bits] = range.split("/");
            list.addSubnet(base, Number(bits), isIPv4(address) ? "ipv4" : "ipv6");
          }
          expect(has([...ranges4, ...ranges6], address)).toBe(
            list.check(address, isIPv4(address) ? "ipv4" : "ipv6"),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("what is an address is the same", () => {
    const piece = fc.constantFrom(
      "0",
      "1",
      "255",
      "256",
      "01",
      "a",
      "ffff",
      "12345",
      ":",
      "::",
      ".",
      "",
      "%",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
        (text) => {
          const isOurs = parseNetwork(text) !== undefined;
          expect(isOurs).toBe(isIP(text) !== 0 && !text.includes("%"));
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
