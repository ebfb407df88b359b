import { staffContext } from "@/server/auth/session";
import { isSameOrigin } from "@/server/auth/site";
import { DomainError, fieldIssues } from "@/server/errors";
import { exportEntries } from "@/server/lists/export";
import { importEntries } from "@/server/lists/import";
import { importInput, listInput } from "@/server/lists/schema";
import { requirePermission } from "@/server/workspaces/require";
import { answerFile } from "./answer-file";
import { isForm, readFormFile } from "./form-file";
import { HttpRefusal } from "./problem";
import { textDownload } from "./text-download";

interface Route {
  params: Promise<{ key: string }>;
}

/** `POST /api/lists/{key}/entries`: a member's file of entries, as the last part of a form. */
export function receiveEntries(request: Request, { params }: Route): Promise<Response> {
  return answerFile(async (more) => {
    if (!isSameOrigin(request.headers))
      throw new DomainError(
        "forbidden",
        "This request did not come from Gatehouse. Open the page and try again.",
      );
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "lists.change");
    if (!isForm(request)) throw new HttpRefusal(415, "unsupported_media_type", "Send the file as a form.");
    const { fields, bytes } = await readFormFile(request);
    try {
      const parsed = importInput.safeParse({ ...fields, ...(await params) });
      if (!parsed.success)
        throw new HttpRefusal(400, "invalid", "Some fields need mending.", {
          issues: fieldIssues(parsed.error),
        });
      const result = await importEntries(ctx, parsed.data, bytes);
      return Response.json(result, { headers: { "cache-control": "no-store" } });
    } finally {
      // What is refused is not read to its end.
      await bytes.return(undefined);
    }
  });
}

/** `GET /api/lists/{key}/entries`: all that is known of a list's entries, as CSV. */
export function serveEntries(request: Request, { params }: Route): Promise<Response> {
  return answerFile(async (more) => {
    const ctx = await staffContext(request.headers, more);
    requirePermission(ctx, "lists.view");
    const { name, text } = await exportEntries(ctx, listInput.parse(await params));
    return textDownload(name, "text/csv; charset=utf-8", text);
  });
}
