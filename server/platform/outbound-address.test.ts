import { describe, expect, test } from "vitest";
import { opennessOf } from "./outbound-address";
import { isOpen, parseAllowList } from "./outbound-allow";

const table: Record<"public" | "internal" | "closed", string[]> = {
  public: [
    "1.1.1.1",
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "192.167.1.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:800::200e",
  ],
  internal: [
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "::1",
    "fc00::1",
    "fd12:3456::1",
  ],
  closed: [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "::8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "not an address",
    "",
    "127.1",
    "2130706433",
    "0x7f000001",
  ],
};

describe("every family of addresses", () => {
  for (const [openness, addresses] of Object.entries(table))
    test.each(addresses)(`%s is ${openness}`, (address) => expect(opennessOf(address)).toBe(openness));
});

describe("what an operator opens", () => {
  const allow = parseAllowList(
    "crm.internal, *.corp.example\n10.1.0.0/16:5432 [fd00::/8]:5432 127.0.0.1:8080, [::1]:9000",
  );

  test.each([
    ["crm.internal", "10.9.9.9", 443, true],
    ["crm.internal", "127.0.0.1", 80, true],
    ["other.internal", "10.9.9.9", 443, false],
    ["a.corp.example", "192.168.1.1", 443, true],
    ["a.b.corp.example", "192.168.1.1", 443, true],
    ["corp.example", "192.168.1.1", 443, false],
    ["evilcorp.example", "192.168.1.1", 443, false],
    ["db.example", "10.1.2.3", 5432, true],
    ["db.example", "10.1.2.3", 443, false],
    ["db.example", "10.2.2.3", 5432, false],
    ["127.0.0.1", "127.0.0.1", 8080, true],
    ["127.0.0.1", "127.0.0.1", 8081, false],
    ["::1", "::1", 9000, true],
    ["::1", "::1", 9001, false],
    // The metadata service, even when its name was written down.
    ["crm.internal", "169.254.169.254", 443, false],
    ["db.example", "fd00::7", 5432, true],
    ["db.example", "fd00::7", 443, false],
    ["crm.internal", "::ffff:10.1.1.1", 5432, false],
    ["anybody.example", "8.8.8.8", 443, true],
  ])("%s at %s:%i → %s", (host, address, port, open) => {
    expect(isOpen(allow, host, address, port)).toBe(open);
  });

  test.each([
    "10.0.0.0/33",
    "http://x.example",
    "a b:99999",
    "exa$mple",
    "10.1",
    "1.2.3.4/",
    "*",
    "*.",
    "fe80::1%1",
  ])("%s is refused with a sentence", (text) =>
    expect(() => parseAllowList(text)).toThrow(/OUTBOUND|host|range|port/),
  );
});
