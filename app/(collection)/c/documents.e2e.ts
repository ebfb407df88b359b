import type { Locator } from "@playwright/test";
import { ApplicantPage, aPhoto, invite } from "@/server/testing/applicant-page";
import { expect, expectAccessible, type House, test } from "@/server/testing/e2e";
import { heic, pdf, png, zip } from "@/server/testing/files";

/** The page of a British seller's form, opened on a phone. */
async function at(house: House, step: string): Promise<ApplicantPage> {
  const { link } = await invite(await house.as("risk_manager"), { workflow: "marketplace_seller" });
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({ country: "GB" });
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.goto(`${page.url().split("?")[0]}?step=${step}`);
  return applicant;
}

const choose = (field: Locator, name: string, buffer: Buffer, mimeType = "application/octet-stream") =>
  field.locator("input[data-upload=file]").setInputFiles({ name, mimeType, buffer });

test("a PDF, a JPEG, a PNG and a HEIC are received, and shown as the server drew them", async ({ house }) => {
  test.slow();
  const { page } = await at(house, "documents");
  const field = page.locator("[data-field=documents]").first();
  const files: [string, Buffer][] = [
    ["extract.pdf", pdf({ pages: 2 })],
    ["photo.jpg", (await aPhoto("Certificate")).buffer],
    ["scan.png", await png()],
    ["phone.heic", heic()],
  ];
  for (const [name, bytes] of files) {
    await choose(field, name, bytes);
    const picture = field.getByRole("img", { name: `First page of ${name}` });
    await expect(picture, `${name} is shown`).toHaveAttribute("src", /^\/api\/applicant\/documents\//, {
      timeout: 60_000,
    });
    await expect(field.getByText("Received"), `${name} is taken`).toBeVisible();
    await expect
      .poll(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth), {
        message: `${name} was drawn`,
      })
      .toBeGreaterThan(40);
    // One document stands in the field: the newest.
    await expect(field.getByText("Received")).toHaveCount(1);
    if (name.endsWith(".pdf")) await expect(field.getByText("2 pages")).toBeVisible();
  }
  await expectAccessible(page);
  await page.reload();
  await expect(field.getByRole("img", { name: "First page of phone.heic" })).toBeVisible();
});

test("what is no document is refused by the name of its problem, whatever it calls itself", async ({
  house,
}) => {
  const { page } = await at(house, "documents");
  const field = page.locator("[data-field=documents]").first();
  const refusals: [string, Buffer, string][] = [
    [
      "statement.pdf",
      Buffer.from("<!doctype html><html><body>Bank</body></html>"),
      "The file is a web page, not a document.",
    ],
    [
      "logo.pdf",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "The file is an SVG drawing, not a document.",
    ],
    ["papers.pdf", zip("passport.pdf", pdf()), "The file is an archive."],
    [
      "setup.pdf",
      Buffer.from("MZ\u0090\u0000\u0003".padEnd(400, "\u0000"), "latin1"),
      "The file is a program, not a document.",
    ],
    ["nothing.pdf", Buffer.alloc(0), "The file is empty."],
    ["huge.pdf", Buffer.alloc(11 * 1024 * 1024, 1), "The file is larger than 10 MB."],
  ];
  for (const [name, content, words] of refusals) {
    await choose(field, name, content, "application/pdf");
    const alert = field.getByRole("alert");
    await expect(alert, name).toContainText(words);
    await expect(alert).toContainText(name);
  }
  await expectAccessible(page);

  await field.locator("input[data-upload=file]").setInputFiles(await aPhoto("Certificate"));
  await expect(field.getByText("Received")).toBeVisible({ timeout: 30_000 });
  await expect(field.getByRole("alert")).toHaveCount(0);

  await field.getByRole("button", { name: /^Remove/ }).click();
  await field.getByRole("button", { name: "Undo" }).click();
  await expect(field.getByText("Received")).toBeVisible();
});

test("a document stays with its owner when the one before leaves, and another comes in their place", async ({
  house,
}) => {
  test.slow();
  const applicant = await at(house, "people");
  const { page } = applicant;
  const owner = async (firstName: string, share: number) => ({
    firstName,
    lastName: "Weber",
    share,
    identityDocument: await aPhoto(`Passport of ${firstName}`),
  });
  const shows = async (name: string, paper: RegExp) => {
    await page.getByRole("button", { name: `Change ${name} Weber` }).click();
    await expect(page.getByRole("img", { name: paper })).toBeVisible();
    await expect(page.getByText("Received")).toHaveCount(1);
    await page.getByRole("button", { name: "Done", exact: true }).click();
  };
  await applicant.fillPage({ owners: [await owner("Anna", 60), await owner("Jonas", 40)] });
  await page.getByRole("button", { name: "Change Anna Weber" }).click();
  await page.getByRole("button", { name: "Remove Anna Weber" }).click();
  await applicant.fillPage({ owners: [await owner("Mia", 30)] });
  await shows("Jonas", /First page of passport-of-jonas/);
  await shows("Mia", /First page of passport-of-mia/);

  await page.reload();
  await shows("Jonas", /First page of passport-of-jonas/);
  await shows("Mia", /First page of passport-of-mia/);
});
