import { type FieldIssue, isDomainError } from "@/server/errors";
import { MAX_BODY_BYTES, MAX_DEPTH, readBounded, requireShallow } from "@/server/platform/bounded-json";
import { findJsonFault } from "./json-fault";
import { HttpRefusal } from "./problem";

/** Names that reach an object's prototype when somebody merges it carelessly. */
const REFUSED_KEYS = new Set(["__proto__", "constructor"]);
/** Half of a surrogate pair. */
const TORN = /\p{Surrogate}/u;
/** More complaints than this help nobody. */
const MAX_ISSUES = 20;

/** Reads a request's JSON within the limits; what it returns holds only plain values that can be stored. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const media = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (media !== "application/json")
    throw new HttpRefusal(
      415,
      "unsupported_media_type",
      "Send the body as `content-type: application/json`.",
    );
  if ((request.headers.get("content-encoding") ?? "identity") !== "identity")
    throw new HttpRefusal(415, "unsupported_media_type", "Send the body without compression.");
  const text = await readBounded(request).catch((error: unknown) => {
    if (!isDomainError(error)) throw error;
    throw new HttpRefusal(413, "too_large", `Send at most ${MAX_BODY_BYTES / 1024} KB at once.`);
  });
  requireShallow(text, MAX_DEPTH);
  const body = parse(text);
  const issues: FieldIssue[] = [];
  inspect(body, "", issues);
  if (issues.length > 0)
    throw new HttpRefusal(400, "invalid", "Some fields cannot be taken.", {
      issues: issues.slice(0, MAX_ISSUES),
    });
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpRefusal(400, "malformed_json", `The body is not JSON. At ${findJsonFault(text)}.`);
  }
}

/** The database holds no zero character, JSON no infinity, and a torn surrogate would come back as another text. */
function inspect(value: unknown, path: string, issues: FieldIssue[]): void {
  if (issues.length >= MAX_ISSUES) return;
  const say = (code: string, message: string, at = path) => issues.push({ path: at, code, message });
  if (typeof value === "string") {
    if (value.includes("\u0000")) say("zero_character", "Remove the zero character (\\u0000).");
    else if (TORN.test(value)) say("torn_character", "Send complete Unicode characters.");
  } else if (typeof value === "number") {
    if (!Number.isFinite(value)) say("too_big", "Send a number of ordinary size, or a text.");
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => {
      inspect(item, path ? `${path}.${i}` : String(i), issues);
    });
  } else if (value !== null && typeof value === "object") {
    for (const key of Object.keys(value)) {
      const at = path ? `${path}.${key}` : key;
      if (REFUSED_KEYS.has(key)) say("unknown_field", "This name cannot be used. Remove the field.", at);
      else if (key.includes("\u0000") || TORN.test(key))
        say("torn_character", "Use ordinary characters in field names.", path);
      else inspect((value as Record<string, unknown>)[key], at, issues);
    }
  }
}
