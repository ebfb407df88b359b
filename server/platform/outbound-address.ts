import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * `public`: an address of the open internet. `internal`: this machine or a network like ours; only an operator can
 * open it. `closed`: link-local (cloud metadata), multicast, reserved, or another address in disguise; a name never
 * opens it, only a range that says exactly that.
 */
export type Openness = "public" | "internal" | "closed";

const listOf = (family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
};

/* The IANA special-purpose registries (RFC 6890). Two lists per family: a list of one family also matches the other's
   mapped form, and a mapped address must stay what it is: closed. */
const internal4 = listOf("ipv4", [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
]);
const closed4 = listOf("ipv4", [
  "0.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
]);
const internal6 = listOf("ipv6", ["::1/128", "fc00::/7"]);
/** Only this is handed out to the internet; all else in IPv6 is special, mapped, translated or not given to anybody. */
const global6 = listOf("ipv6", ["2000::/3"]);
/** Teredo and other protocols (2001::/23), documentation, 6to4, AS112, documentation again. */
const closed6 = listOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"]);

/** What kind of address it is. What is not an address at all is closed. */
export function opennessOf(address: string): Openness {
  if (isIPv4(address))
    return closed4.check(address) ? "closed" : internal4.check(address) ? "internal" : "public";
  if (isIP(address) !== 6 || address.includes("%")) return "closed";
  if (internal6.check(address, "ipv6")) return "internal";
  return global6.check(address, "ipv6") && !closed6.check(address, "ipv6") ? "public" : "closed";
}
