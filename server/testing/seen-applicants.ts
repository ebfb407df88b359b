import { type Browser, expect, type Page } from "@playwright/test";
import { ukSeller } from "@/db/seed/scenarios/sellers";
import type { CreateApplicationInput } from "@/server/applications/schema";
import { ApplicantPage, invite } from "./applicant-page";
import { withPapers } from "./stories";

/** Applications that nobody has sent yet, for pictures of the pages in between. `fill`: everything is typed. */
const unsent: Record<string, { input: Omit<CreateApplicationInput, "locale">; fill?: true }> = {
  "Hedgerow Pottery Ltd": { input: invitation("Hedgerow Pottery Ltd") },
  "Marrow & Vine Ltd": { input: invitation("Marrow & Vine Ltd"), fill: true },
};

function invitation(name: string) {
  return { workflow: "marketplace_seller", party: { name, country: "GB" } };
}

const answers = (legalName: string) =>
  withPapers(
    ukSeller({
      legalName,
      registrationNumber: "07654300",
      owners: [
        {
          firstName: "Wren",
          lastName: "Ashby",
          nationality: "GB",
          dateOfBirth: "1986-11-20",
          role: "owner_director",
          share: 100,
          isSignatory: true,
        },
      ],
    }),
  );

async function call(staff: Page, path: string, input: object, method: "GET" | "POST") {
  const json = JSON.stringify({ json: input });
  const answer =
    method === "GET"
      ? await staff.request.get(`/api/trpc/${path}?input=${encodeURIComponent(json)}`)
      : await staff.request.post(`/api/trpc/${path}`, {
          data: json,
          headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
        });
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()).result.data.json;
}

/** A new link for the application of that name, which is made when it is none of the demo's. */
async function linkFor(staff: Page, party: string): Promise<string> {
  const made = unsent[party];
  if (made) return (await invite(staff, made.input)).link;
  const { data } = await call(staff, "applications.list", { limit: 100 }, "GET");
  const found = (data as { id: string; party: { name: string } }[]).find((row) => row.party.name === party);
  if (!found) throw new Error(`the demo has no application of ${party}`);
  return (await call(staff, "applications.createLink", { applicationId: found.id }, "POST")).link;
}

/** Opens an applicant's link once. Answers with what a browser needs to see their pages, and where they are. */
export async function enterAs(browser: Browser, staff: Page, party: string, baseURL: string) {
  const context = await browser.newContext({ baseURL, locale: "en-GB", timezoneId: "Europe/Berlin" });
  try {
    const applicant = await new ApplicantPage(await context.newPage()).open(await linkFor(staff, party));
    const home = new URL(applicant.page.url()).pathname;
    if (unsent[party]?.fill) await applicant.fillForm(await answers(party));
    return { cookies: await context.cookies(), home };
  } finally {
    await context.close();
  }
}
