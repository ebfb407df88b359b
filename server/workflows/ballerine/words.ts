import { humanise } from "@/server/rules/core/words";

/** `runVendorData` and `RUN_VENDOR DATA` as `run_vendor_data`; `fallback` when nothing of it can stand in a key. */
export function keyFrom(name: string, fallback: string): string {
  const key = name
    .normalize("NFKD")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 56)
    .replace(/_+$/, "");
  return key === "" ? fallback : key;
}

/** `pending_kyc_response` as “Pending kyc response”. */
export function titleFrom(name: string): string {
  const words = humanise(name).slice(0, 100).trim();
  return words === "" ? "Step" : words[0]?.toUpperCase() + words.slice(1);
}

/** Names of the source inside a sentence, cut where they would fill it. */
export const quoted = (name: string): string => `“${name.length > 60 ? `${name.slice(0, 60)}…` : name}”`;

/** A key nobody else has: the wish, or the wish with a number. */
export function freeName(wish: string, taken: { has(key: string): boolean }): string {
  if (!taken.has(wish)) return wish;
  for (let n = 2; ; n++) if (!taken.has(`${wish}_${n}`)) return `${wish}_${n}`;
}
