/** Addresses and networks of IPv4 and IPv6, without the platform: rules run in the browser too. */

/** All addresses from the first to the last, in one family. */
export interface Network {
  family: 4 | 6;
  first: bigint;
  last: bigint;
}

const WIDTH = { 4: 32n, 6: 128n } as const;

function parse4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    // No leading zeros: some read them as octal.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: bigint[] = [];
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes(".")) {
      const tail = parse4(part);
      if (tail === undefined) return undefined;
      groups.push(tail >> 16n, tail & 0xffffn);
    } else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

function parse6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!);
  const tail = halves[1] === undefined ? [] : groupsOf(halves[1]);
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  // “::” stands for one group at least.
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<bigint>(missing).fill(0n), ...tail].reduce(
    (all, group) => all * 65_536n + group,
    0n,
  );
}

const MAPPED = 0xffffn;

/** An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. Undefined when it is none. */
function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(":")) {
    const value = parse4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parse6(text);
  if (value === undefined) return undefined;
  return value >> 32n === MAPPED ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/** One address, or a range `address/bits`. Undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const { family, value } = address;
  if (slash < 0) return { family, first: value, last: value };
  const bits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  // The bits of a mapped address count from its IPv6 beginning.
  const isMapped = family === 4 && text.includes(":");
  const free = (isMapped ? WIDTH[6] : WIDTH[family]) - BigInt(bits);
  if (free < 0n || free > WIDTH[family]) return undefined;
  const first = (value >> free) << free;
  return { family, first, last: first + (1n << free) - 1n };
}

/** Whether an address lies in any of the networks, in as many steps as halving takes. Undefined: it is no address. */
export function compileNetworks(networks: readonly Network[]): (address: string) => boolean | undefined {
  const byFamily = { 4: merged(networks, 4), 6: merged(networks, 6) };
  return (text) => {
    const address = parseAddress(text);
    if (!address) return undefined;
    const ranges = byFamily[address.family];
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle]!.last < address.value) low = middle + 1;
      else high = middle;
    }
    return low < ranges.length && ranges[low]!.first <= address.value;
  };
}

/** Sorted, and those that touch as one. */
function merged(networks: readonly Network[], family: 4 | 6): { first: bigint; last: bigint }[] {
  const own = networks.filter((network) => network.family === family);
  own.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const ranges: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of own) {
    const before = ranges.at(-1);
    if (before && first <= before.last + 1n) {
      if (last > before.last) before.last = last;
    } else ranges.push({ first, last });
  }
  return ranges;
}
