import type { Json, JsonObject } from "./contract";

export const MASKED = "•••";

/** Names whose value nobody needs to read: whatever a vendor or a policy puts there is taken for a secret. */
const SECRET_NAME =
  /authori[sz]ation|cookie|token|secret|passw(or)?d|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|credential|signature|^(x-)?sig$|^pwd$|session[-_]?id|^otp$|^pin$|^cvv?c?$/i;

/** Shorter ones stand in too many innocent texts to be looked for. */
const SHORTEST = 6;

/** Every way a credential can turn up in a text: as it is, encoded for an address, or in base64 with its user. */
export function secretsIn(credentials: JsonObject): string[] {
  const texts = Object.values(credentials).filter((value): value is string => typeof value === "string");
  const pairs = texts.flatMap((one) =>
    texts.filter((other) => other !== one).map((other) => `${one}:${other}`),
  );
  const forms = [...texts, ...pairs].flatMap((text) => {
    const base64 = Buffer.from(text).toString("base64");
    return [
      text,
      encodeURIComponent(text),
      base64,
      base64.replace(/=+$/, ""),
      Buffer.from(text).toString("base64url"),
    ];
  });
  return [...new Set(forms)].filter((text) => text.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** Takes credentials out of a text, however they came into it: vendors echo what they are sent. */
export const scrubText = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.split(secret).join(MASKED), text);

/** The same for every text, and every field name, of a value. */
export function scrub<T extends Json>(value: T, secrets: readonly string[]): T {
  if (secrets.length === 0) return value;
  const walk = (one: Json): Json => {
    if (typeof one === "string") return scrubText(one, secrets);
    if (Array.isArray(one)) return one.map(walk);
    if (one === null || typeof one !== "object") return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [scrubText(name, secrets), walk(inner)]),
    );
  };
  return walk(value) as T;
}

/** For people to read: without credentials, and without whatever is named like one. */
export function masked(value: Json, secrets: readonly string[]): Json {
  const walk = (one: Json): Json => {
    if (Array.isArray(one)) return one.map(walk);
    if (one === null || typeof one !== "object") return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, inner]) => [
        name,
        SECRET_NAME.test(name) && inner !== null ? MASKED : walk(inner),
      ]),
    );
  };
  return scrub(maskQueries(walk(value)), secrets);
}

/** Addresses carry names and values too. */
function maskQueries(value: Json): Json {
  if (typeof value === "string")
    return value.replace(/([?&])([^=&#\s]+)=([^&#\s]*)/g, (whole, mark: string, name: string) =>
      SECRET_NAME.test(decoded(name)) ? `${mark}${name}=${MASKED}` : whole,
    );
  if (Array.isArray(value)) return value.map(maskQueries);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskQueries(inner)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
