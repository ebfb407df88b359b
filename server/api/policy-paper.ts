import { Readable } from "node:stream";
import { staffContext } from "@/server/auth/session";
import { policyPdf } from "@/server/documents/pdf/policy-pdf";
import { DomainError } from "@/server/errors";
import { getVersion } from "@/server/workflows/get-version";
import { versionInput } from "@/server/workflows/schema";
import { requirePermission } from "@/server/workspaces/require";
import { answerFile } from "./answer-file";

/** `GET /api/workflows/{id}/policy?version=3`: a version as a policy on paper, for members. */
export function servePolicy(
  request: Request,
  { params }: { params: Promise<{ workflowId: string }> },
): Promise<Response> {
  return answerFile(async (more) => {
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "workflows.view");
    const { workflowId } = await params;
    const asked = new URL(request.url).searchParams.get("version");
    if (asked !== null && !/^[1-9]\d{0,8}$/.test(asked))
      throw new DomainError("invalid", "A version is a whole number, like 3.");
    const wanted = { workflowId, ...(asked !== null && { version: Number(asked) }) };
    const view = await getVersion(ctx, versionInput.parse(wanted));
    const { workflow, document, version, hash, note, publishedBy, publishedAt } = view;
    const stream = await policyPdf({
      ...{ document, hash, at: more.at },
      standing: `Version ${version}${version === workflow.liveVersion ? ", live" : ""}`,
      about: `Published by ${publishedBy} on ${publishedAt.slice(0, 10)}: ${note}`,
    });
    return new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream, {
      headers: {
        "cache-control": "private, no-store",
        "content-type": "application/pdf",
        "content-disposition": `attachment; filename="${workflow.key}-version-${version}.pdf"`,
        "x-content-type-options": "nosniff",
      },
    });
  });
}
