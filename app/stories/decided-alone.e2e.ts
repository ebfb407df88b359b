import { personAnswers } from "@/db/seed/scenarios/persons";
import { ukSeller, usSeller } from "@/db/seed/scenarios/sellers";
import { ApplicantPage, invite } from "@/server/testing/applicant-page";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { readApplication, untilStatus, withPapers } from "@/server/testing/stories";

/** Applications that no member of staff has to touch. */

const owner = {
  firstName: "Amara",
  lastName: "Okonjo",
  nationality: "GB",
  dateOfBirth: "1988-03-09",
  role: "owner_director",
  share: 100,
  isSignatory: true,
} as const;

test("a clean UK Ltd is approved with nobody touching it", async ({ house }) => {
  test.slow();
  const staff = await house.as("risk_manager");
  const { id, link } = await invite(staff, { workflow: "marketplace_seller", reference: "story-uk" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  await applicant.fillForm(
    await withPapers(
      ukSeller({ legalName: "Tamarind and Rye Ltd", registrationNumber: "09481000", owners: [owner] }),
    ),
  );
  await applicant.send();
  await expect(applicant.page.getByText("Approved").first()).toBeVisible({ timeout: 60_000 });
  await expectAccessible(applicant.page);

  const seen = await readApplication(staff, id);
  expect(seen.decision).toMatchObject({
    outcome: "approve",
    decidedBy: ["system"],
    outputs: { payoutDelayDays: 5 },
  });

  // The run's path, as the risk manager reads it: from the application to the end, with nothing in between left open.
  await staff.goto("/workflows");
  // Drafts may be called the same; the one that is live decided.
  const live = staff
    .getByRole("row")
    .filter({ hasText: "Marketplace seller" })
    .filter({ hasText: "Version 1" });
  await live.getByRole("link").first().click();
  await staff.getByRole("tab", { name: "Runs" }).click();
  await staff
    .getByRole("row", { name: /Tamarind and Rye Ltd/ })
    .first()
    .click();
  const story = staff.getByRole("region", { name: "One run" });
  await expect(story.getByText("Completed")).toBeVisible();
  await expect(story.getByRole("button", { name: /^Application/ })).toBeVisible();
  await expect(story.getByRole("button", { name: /^Company registry/ })).toBeVisible();
  await expect(story.getByRole("button", { name: /^Approved/ })).toBeVisible();
  await expectAccessible(staff);
});

test("a US LLC with a dissolved registry status is declined with the reason in both voices", async ({
  house,
}) => {
  test.slow();
  const staff = await house.as("risk_manager");
  const { id, link } = await invite(staff, { workflow: "marketplace_seller", reference: "story-us" });
  const applicant = await new ApplicantPage(await house.stranger()).open(link);
  await applicant.fillForm(
    await withPapers(
      usSeller({
        legalName: "Cedar Ridge Goods LLC",
        registrationNumber: "7654301",
        owners: [{ ...owner, nationality: "US" }],
      }),
    ),
  );
  await applicant.send();
  await expect(applicant.page.getByText("Not approved").first()).toBeVisible({ timeout: 60_000 });
  await expect(
    applicant.page.getByText("The public register does not list the company as active."),
  ).toBeVisible();
  await expect(applicant.page.getByText(/dissolved/i)).toHaveCount(0);
  await expectAccessible(applicant.page);

  const seen = await readApplication(staff, id);
  expect(seen.decision?.outcome).toBe("decline");
  expect(seen.decision?.reasons[0]).toEqual({
    code: "COMPANY_NOT_ACTIVE",
    applicant: "The public register does not list the company as active.",
    staff: "The registry lists the company as dissolved.",
  });
  await staff.goto(`/parties/${seen.party.id}`);
  await expect(staff.getByRole("heading", { name: "Cedar Ridge Goods LLC", level: 1 })).toBeVisible();
  await expect(staff.getByText("Decline").first()).toBeVisible();
});

test("a registry failure ends at a human, not at an approval", async ({ house }) => {
  test.slow();
  const staff = await house.as("analyst");
  const { id, link } = await invite(staff, { workflow: "marketplace_seller", reference: "story-down" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  await applicant.fillForm(
    await withPapers(
      ukSeller({ legalName: "Quietwater Supply Ltd", registrationNumber: "09481030", owners: [owner] }),
    ),
  );
  await applicant.send();
  await expect(applicant.page.getByRole("heading", { level: 1 })).toHaveText("We have your application");

  const seen = await untilStatus(staff, id, "in_review");
  expect(seen.decision).toBeNull();
  await staff.goto("/cases?search=Quietwater");
  await staff
    .getByRole("link", { name: /Quietwater Supply Ltd/ })
    .first()
    .click();
  await expect(staff.getByText("No answer").first()).toBeVisible();
  await expect(staff.getByRole("heading", { name: "Why it is here" })).toBeVisible();
});

test("a person passes KYC", async ({ house }) => {
  test.slow();
  const staff = await house.as("risk_manager");
  const { id, link } = await invite(staff, { workflow: "person_kyc", reference: "story-person" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  await applicant.fillForm(await withPapers(personAnswers({ firstName: "Nora", lastName: "Feldmann" })));
  await applicant.send();
  await expect(applicant.page.getByText("Approved").first()).toBeVisible({ timeout: 60_000 });
  const seen = await readApplication(staff, id);
  expect(seen.decision).toMatchObject({ outcome: "approve", decidedBy: ["system"] });
});
