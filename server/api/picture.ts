import type { PageBytes } from "@/server/documents/read-page";

const extensions: Record<string, string> = { "image/png": "png", "image/jpeg": "jpg" };

/** A picture and nothing else, whatever a browser thinks it sees; kept by no cache on the way. */
export function pictureResponse({ bytes, mediaType, name }: PageBytes): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "cache-control": "private, no-store",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "content-type": mediaType,
      "content-disposition": `inline; filename="${name}.${extensions[mediaType] ?? "bin"}"`,
    },
  });
}
