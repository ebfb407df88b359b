import { DomainError } from "@/server/errors";

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_DEPTH = 32;

/** Reads a body, giving up as soon as it is too long, so that nobody fills our memory. */
export async function readBounded(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  return Buffer.from(await readBoundedBytes(request, maxBytes)).toString("utf8");
}

/** The same as it came, for whoever verifies a signature over it. */
export async function readBoundedBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLong = () =>
    new DomainError(
      "invalid",
      `This is too large: at most ${Math.floor(maxBytes / 1024)} KB can be sent at once.`,
    );
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLong();
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLong();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** How deep a JSON text nests, without parsing it: deep values parse, then overflow whoever writes them again. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 91 || char === 123) deepest = Math.max(deepest, ++depth);
    else if (char === 93 || char === 125) depth--;
  }
  return deepest;
}

/** Refuses JSON that nests deeper than `maxDepth`. */
export function requireShallow(text: string, maxDepth = MAX_DEPTH): void {
  if (jsonDepth(text) > maxDepth)
    throw new DomainError("invalid", `This nests too deep: at most ${maxDepth} levels.`);
}
