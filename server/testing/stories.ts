import { expect, type Page } from "@playwright/test";
import type { JsonObject } from "@/server/engine/state";
import { type Answers, aPhoto, type Paper } from "./applicant-page";

/** Fields of the templates that hold a document, and what is drawn on the paper. */
const papers: Record<string, string> = {
  identityDocument: "Passport",
  incorporation: "Certificate of incorporation",
  registerExtract: "Handelsregister",
  shareholderList: "Gesellschafterliste",
  formation: "Articles of organization",
};

/** Answers as a person gives them: a photo where the data has the place of a document. */
export async function withPapers(answers: JsonObject): Promise<Answers> {
  const filled: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(answers)) {
    if (Object.hasOwn(papers, key)) filled[key] = (await aPhoto(papers[key])) satisfies Paper;
    else if (Array.isArray(value) && typeof value[0] === "object")
      filled[key] = await Promise.all(value.map((one) => withPapers(one as JsonObject)));
    else filled[key] = value;
  }
  return filled as Answers;
}

/** An application as the company's developers see it. */
export interface SeenApplication {
  id: string;
  status: string;
  party: { id: string; name: string };
  run: string;
  workflow: { key: string; version: number };
  requirements: { kind: string; key: string; subject: string; state: string }[];
  decision: {
    outcome: string;
    reasons: { code: string; applicant: string; staff: string }[];
    outputs: Record<string, unknown>;
    decidedBy: string[];
  } | null;
}

/** Reads an application in the name of the member signed in on `staff`, through the app's own door. */
export async function readApplication(staff: Page, id: string): Promise<SeenApplication> {
  if (!staff.url().startsWith("http")) await staff.goto("/home");
  const input = encodeURIComponent(JSON.stringify({ json: { applicationId: id } }));
  const answer = await staff.request.get(`/api/trpc/applications.get?input=${input}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).result.data.json;
}

/** Waits until the application has come to a status by itself. */
export async function untilStatus(staff: Page, id: string, status: string): Promise<SeenApplication> {
  await expect
    .poll(async () => (await readApplication(staff, id)).status, {
      timeout: 60_000,
      message: `the application becomes ${status}`,
    })
    .toBe(status);
  return readApplication(staff, id);
}

/** Calls a procedure in the name of the member signed in on `staff`, as the app's own pages do. */
export async function perform<T>(
  staff: Page,
  name: string,
  input: object,
  kind: "query" | "mutation",
): Promise<T> {
  if (!staff.url().startsWith("http")) await staff.goto("/home");
  const { status, body } = await staff.evaluate(
    async ({ name, json, kind }) => {
      const body = JSON.stringify({ json });
      const answer =
        kind === "query"
          ? await fetch(`/api/trpc/${name}?input=${encodeURIComponent(body)}`)
          : await fetch(`/api/trpc/${name}`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body,
            });
      return { status: answer.status, body: await answer.json() };
    },
    { name, json: input, kind },
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body.result.data.json;
}

/** What staff see of the one open case of a party. */
export interface SeenCase {
  id: string;
  revision: number;
  documents: { type: string; subject: string; subjectName: string | null; replacedBy: string | null }[];
  fields: { path: string; declared: string | null; before: string | null }[];
}

export async function readCase(staff: Page, partyName: string): Promise<SeenCase> {
  const { data } = await perform<{ data: { id: string }[] }>(
    staff,
    "cases.list",
    { search: partyName },
    "query",
  );
  expect(data, `the open cases of ${partyName}`).toHaveLength(1);
  return perform(staff, "cases.get", { caseId: data[0]?.id }, "query");
}

/** Gives the case back to the applicant, for exactly these items. */
export async function sendBack(staff: Page, seen: SeenCase, items: readonly object[]): Promise<void> {
  const { id, revision } = seen;
  await perform(staff, "cases.decide", { caseId: id, revision, verdict: "send_back", items }, "mutation");
}

/** Starts an application in the name of the member signed in on `staff`. */
export function startApplication(
  staff: Page,
  workflow: string,
  party: string,
  reference: string,
): Promise<{ id: string }> {
  const input = { workflow, party: { name: party }, reference };
  return perform(staff, "applications.create", input, "mutation");
}
