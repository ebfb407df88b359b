import type { Page } from "@playwright/test";
import { germanSeller } from "@/db/seed/scenarios/sellers";
import { ApplicantPage, aPhoto, invite } from "@/server/testing/applicant-page";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { readApplication, untilStatus, withPapers } from "@/server/testing/stories";

const company = "Sternwarte Handels GmbH";

const owners = [
  {
    firstName: "Lea",
    lastName: "Brandt",
    nationality: "DE",
    dateOfBirth: "1984-05-02",
    role: "owner_director",
    share: 60,
    isSignatory: true,
  },
  {
    firstName: "Karl",
    lastName: "Pep",
    nationality: "DE",
    dateOfBirth: "1961-10-12",
    role: "owner",
    share: 40,
  },
] as const;

/** Chooses something to send back, with its reason and words of one's own. */
async function sendBack(page: Page, wanted: { title: string; reason: string; note?: string }) {
  await page.getByRole("combobox", { name: /^Ask for something/ }).fill(wanted.title);
  await page.getByRole("option", { name: wanted.title, exact: true }).click();
  await page.getByRole("combobox", { name: `Reason for ${wanted.title}` }).click();
  await page.getByRole("option", { name: wanted.reason }).click();
  if (wanted.note) await page.getByLabel(`Your own words about ${wanted.title}`).fill(wanted.note);
}

const dialog = (page: Page) => page.getByRole("dialog");

test("a German GmbH with a PEP owner is asked for one document and one answer, and two people approve it", async ({
  house,
}) => {
  test.setTimeout(240_000);
  const manager = await house.as("risk_manager");
  const { id, link } = await invite(manager, { workflow: "marketplace_seller", reference: "story-edd" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  await applicant.fillForm(await withPapers(germanSeller({ legalName: company, owners: [...owners] })));
  await applicant.send();
  await untilStatus(manager, id, "in_review");

  // The analyst takes it from the queue and sees why it is here.
  const analyst = await house.as("analyst");
  await analyst.goto("/cases?queue=edd&search=Sternwarte");
  await analyst.getByRole("link", { name: new RegExp(company) }).click();
  await expect(analyst.getByText(/politically exposed/i).first()).toBeVisible();
  await analyst.getByRole("button", { name: /^Take this case/ }).click();
  await expect(analyst.getByRole("button", { name: /^Take this case/ })).toHaveCount(0);
  await expectAccessible(analyst);

  await sendBack(analyst, {
    title: "Proof of the source of funds",
    reason: "A reviewer asked for a document.",
    note: "Your latest annual accounts are enough.",
  });
  await sendBack(analyst, {
    title: "What you sell, in a sentence or two",
    reason: "A reviewer sent it back: unclear or contradicting.",
  });
  await analyst.getByRole("button", { name: /^Send back 2 items/ }).click();
  await dialog(analyst).getByRole("button", { name: "Send back 2 items" }).click();
  await expect(dialog(analyst)).toHaveCount(0);
  await untilStatus(manager, id, "waiting_for_applicant");

  // On the phone: exactly these two, each with its reason, and nothing else.
  const { page } = applicant;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two more things", { timeout: 30_000 });
  await expect(applicant.ask("Proof of the source of funds")).toContainText("Please hand in this document.");
  await expect(applicant.ask("Proof of the source of funds")).toContainText(
    "Your latest annual accounts are enough.",
  );
  await expect(applicant.ask("What you sell, in a sentence or two")).toContainText(
    "Please check this and send it again.",
  );
  await expect(page.locator("[data-field]")).toHaveCount(2);
  await expect(page.getByText(/politically|PEP|watchlist/i)).toHaveCount(0);
  await expectAccessible(page);
  await applicant.answer("Proof of the source of funds", await aPhoto("Annual accounts"));
  await applicant.answer(
    "What you sell, in a sentence or two",
    "Telescopes and mounts, made in Jena and shipped from Hamburg.",
  );
  await applicant.sendAnswers();

  // Back to the same analyst, old and new side by side; the first verdict is not the decision.
  await untilStatus(manager, id, "in_review");
  await analyst.reload();
  await expect(analyst.getByText("Telescopes and mounts, made in Jena").first()).toBeVisible();
  await expect(analyst.getByText("Refurbished cameras and lenses").first()).toBeVisible();
  await analyst.getByRole("button", { name: /^Approve/ }).click();
  await dialog(analyst)
    .getByLabel("Note for colleagues")
    .fill("Accounts match the plan. The mandate ended in 2019.");
  await dialog(analyst).getByRole("button", { name: "Approve" }).click();
  await expect(dialog(analyst)).toHaveCount(0);
  await expect(analyst.getByText(/second/i).first()).toBeVisible({ timeout: 30_000 });
  expect((await readApplication(manager, id)).decision).toBeNull();

  // The second pair of eyes: another person, who sees what the first one said.
  const senior = await house.as("senior_analyst");
  await expect
    .poll(async () => {
      await senior.goto("/cases?status=waiting_for_second&search=Sternwarte");
      return senior.getByRole("link", { name: new RegExp(company) }).count();
    })
    .toBe(1);
  await senior.getByRole("link", { name: new RegExp(company) }).click();
  await expect(senior.getByText("Accounts match the plan.").first()).toBeVisible();
  const claim = senior.getByRole("button", { name: /^(Take this case|Take over)/ });
  if ((await claim.count()) > 0) await claim.click();
  // Taking the case changes it: the verdict is about the case as it is then.
  await expect(claim).toHaveCount(0);
  await expect(senior.getByText("You may give the second verdict.")).toBeVisible();
  await senior.getByRole("button", { name: /^Approve/ }).click();
  await dialog(senior).getByRole("button", { name: "Approve" }).click();
  await expect(dialog(senior)).toHaveCount(0);

  const seen = await untilStatus(manager, id, "decided");
  expect(seen.decision?.outcome).toBe("approve");
  expect(new Set(seen.decision?.decidedBy).size).toBe(2);
  await expect(page.getByText("Approved").first()).toBeVisible({ timeout: 30_000 });
});
