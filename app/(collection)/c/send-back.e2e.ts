import { germanSeller } from "@/db/seed/scenarios/sellers";
import { ApplicantPage, aPhoto, invite } from "@/server/testing/applicant-page";
import { expect, expectAccessible, test } from "@/server/testing/e2e";
import { readCase, sendBack, untilStatus, withPapers } from "@/server/testing/stories";

const NAME = "Falkenried Optik GmbH";
const NOTE = "The sale of the flat, or a statement of your savings, would do.";

const person = (firstName: string, lastName: string, share: number) => ({
  firstName,
  lastName,
  share,
  dateOfBirth: "1979-11-20",
  nationality: "DE",
  role: "owner" as const,
});

test("what goes back to the applicant is asked alone, with its reason and note, and answered on a phone", async ({
  house,
}) => {
  test.slow();
  const staff = await house.as("risk_manager");
  const analyst = await house.as("analyst");
  const { id, link } = await invite(staff, { workflow: "marketplace_seller" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillForm(
    await withPapers(
      germanSeller({ legalName: NAME, owners: [person("Ada", "Moss", 60), person("Karl", "Pep", 40)] }),
    ),
  );
  await applicant.send();
  await untilStatus(staff, id, "in_review");
  await page.reload();
  await expect(applicant.heading).toBeVisible();
  await expectAccessible(page);

  const seen = await readCase(analyst, NAME);
  expect(
    seen.documents
      .filter(({ type }) => type === "identity_document")
      .map((one) => one.subjectName)
      .sort(),
  ).toEqual(["Ada Moss", "Karl Pep"]);
  await sendBack(analyst, seen, [
    {
      kind: "document",
      key: "source_of_funds",
      subject: "forms.seller.owners[1]",
      reasonCode: "DOCUMENT_MISSING",
      note: NOTE,
    },
    { kind: "field", key: "forms.seller.description", subject: "party", reasonCode: "DETAILS_UNCLEAR" },
  ]);
  await untilStatus(staff, id, "waiting_for_applicant");
  await page.reload();

  await expect(page.getByRole("region").filter({ has: page.getByRole("heading", { level: 2 }) })).toHaveCount(
    2,
  );
  await expect(page.getByText("2 of 2")).toBeVisible();
  await expect(page.getByText("1 of 2 · Karl Pep")).toBeVisible();
  await expect(page.getByText(NOTE)).toBeVisible();
  await expect(
    page.getByText("Refurbished cameras and lenses with a year of warranty.").first(),
  ).toBeVisible();
  await expect(page.getByText(/Pep |politic|PEP/)).toHaveCount(0);
  await expect(page.getByLabel("Legal name")).toHaveCount(0);
  await expectAccessible(page);

  const titles = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  const [paper = "", description = ""] = titles;
  await applicant.answer(description, "short");
  await page.getByRole("button", { name: "Send answers" }).click();
  const summary = page.getByRole("region", { name: "2 answers need another look" });
  await expect(summary.getByRole("heading")).toBeFocused();

  await applicant.answer(description, "Refurbished cameras, bought from German dealers only.");
  await applicant.answer(paper, await aPhoto("Statement of savings"));
  await expect(applicant.ask(paper).getByText("Answered")).toBeVisible();
  await expectAccessible(page);
  await applicant.sendAnswers();
  await untilStatus(staff, id, "in_review");

  const again = await readCase(analyst, NAME);
  expect(again.id).toBe(seen.id);
  expect(again.documents.find(({ type }) => type === "source_of_funds")).toMatchObject({
    subject: "forms.seller.owners[1]",
    subjectName: "Karl Pep",
    replacedBy: null,
  });
  await page.reload();
  await expect(page.getByRole("button", { name: "Send answers" })).toHaveCount(0);
});
