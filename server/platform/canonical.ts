/** Canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no spaces, so equal values have equal bytes and hashes. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") {
    if (typeof value === "number" && !Number.isFinite(value))
      throw new Error("a number that JSON cannot hold");
    const text = JSON.stringify(value);
    if (text === undefined) throw new Error("a value that JSON cannot hold");
    return text;
  }
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(",")}]`;
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object)
    .filter((k) => object[k] !== undefined)
    .sort();
  return `{${keys.map((k) => `${JSON.stringify(k)}:${canonicalJson(object[k])}`).join(",")}}`;
}
