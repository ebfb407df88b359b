import { type Answers, ApplicantPage, aPhoto, invite } from "@/server/testing/applicant-page";
import { expect, expectAccessible, type House, test } from "@/server/testing/e2e";

const address = { street: "4 Larkfield Yard", city: "Bristol", postcode: "BS1 4QX" };

/** A company nobody has a question about. */
async function cleanLtd(): Promise<Answers> {
  return {
    country: "GB",
    legalName: "Tamarind & Rye Ltd",
    registrationNumber: "09481067",
    incorporatedOn: "2019-04-11",
    registeredAddress: address,
    tradesElsewhere: false,
    phone: "+44 20 7946 0018",
    email: "amara@tamarindandrye.example",
    category: "home",
    description: "Spices and dry goods from small farms",
    plannedSales: { amount: 5_000_000, currency: "EUR" },
    shipsFrom: "GB",
    statementDescriptor: "TAMARIND",
    owners: [
      {
        firstName: "Amara",
        lastName: "Okonjo-Hale",
        dateOfBirth: "1988-03-09",
        nationality: "GB",
        residence: "GB",
        homeAddress: address,
        role: "owner_director",
        share: 100,
        isSignatory: true,
        documentNumber: "P1234500",
        identityDocument: await aPhoto("Passport of Amara"),
      },
    ],
    accountHolder: "Tamarind & Rye Ltd",
    sortCode: "20-00-00",
    accountNumber: "55779900",
    incorporation: await aPhoto("Certificate of incorporation"),
    listsAreComplete: true,
    mayAct: true,
    dataUse: true,
  };
}

const inviteSeller = async (house: House) =>
  invite(await house.as("risk_manager"), { workflow: "marketplace_seller" });

const saved = (applicant: ApplicantPage) =>
  expect(applicant.page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();

test("a form is filled by keyboard alone", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.stranger()).open(link);
  const { page } = applicant;
  const { keyboard } = page;
  await expect(applicant.heading).toHaveText("Tell us about the company");

  await page.getByRole("radio", { name: "United Kingdom" }).focus();
  await keyboard.press("Space");
  for (const typed of ["Tamarind & Rye Ltd", "", "09481067", "", "11", "April", "2019"]) {
    await keyboard.press("Tab");
    await keyboard.type(typed);
  }
  await expect(page.getByText("11 April 2019")).toBeVisible();
  await keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Continue" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(applicant.heading).toHaveText("Where is it, and how do we reach you?");
  await expect(applicant.heading).toBeFocused();
  await saved(applicant);

  await keyboard.press("Shift+Tab");
  await page.goBack();
  await expect(applicant.heading).toHaveText("Tell us about the company");
  await expect(page.getByLabel("Legal name")).toHaveValue("Tamarind & Rye Ltd");
});

test("what is wrong is said at the field and above the form, and leads there", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({
    country: "GB",
    legalName: "Tamarind & Rye Ltd",
    registrationNumber: "09481067",
    vatNumber: "12",
  });
  await page.getByRole("button", { name: "Continue" }).click();

  const summary = page.getByRole("region", { name: "2 answers need another look" });
  await expect(summary.getByRole("heading")).toBeFocused();
  await summary.getByRole("button", { name: /^VAT number: Use the VAT number/ }).click();
  const field = page.getByLabel("VAT number");
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/Use the VAT number with its country letters/);
  await expectAccessible(page);

  await field.fill("");
  await expect(page.getByRole("region", { name: "One answer needs another look" })).toBeVisible();
  await expect(applicant.heading).toHaveText("Tell us about the company");
});

test("another country swaps its fields and keeps what stays right", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({ country: "GB", legalName: "Northwind", registrationNumber: "01234567" });
  await expect(page.getByLabel("Register court")).toHaveCount(0);

  await page.getByRole("radio", { name: "Germany" }).check();
  await expect(page.getByLabel("Register court")).toBeVisible();
  await expect(page.getByLabel("Legal name")).toHaveValue("Northwind");
  await applicant.fillPage({ registerCourt: "Amtsgericht Hamburg" });

  await page.getByRole("radio", { name: "United Kingdom" }).check();
  await expect(page.getByLabel("Register court")).toHaveCount(0);
  await page.getByRole("radio", { name: "Germany" }).check();
  await expect(page.getByLabel("Register court")).toHaveValue("Amtsgericht Hamburg");
});

test("somebody leaves in the middle and goes on at another device, with nothing lost", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const answers = await cleanLtd();
  const first = await new ApplicantPage(await house.stranger()).open(link);
  await first.fillPage(answers);
  await first.goOn();
  await first.fillPage({ registeredAddress: { street: "4 Larkfield Yard", city: "Bris" } });
  // Leaving is enough: what was typed last goes out with the page.
  await first.page.goto("about:blank");

  const second = await new ApplicantPage(await house.phone()).open(link);
  await expect(second.heading).toHaveText("Where is it, and how do we reach you?");
  await expect(second.page.getByLabel("Town or city")).toHaveValue("Bris");
  await second.page.getByRole("button", { name: "Back to Company" }).click();
  await expect(second.page.getByLabel("Legal name")).toHaveValue("Tamarind & Rye Ltd");
  await expect(second.page.getByLabel("Day", { exact: true })).toHaveValue("11");
});

test("without a connection the typing stays, and is saved when it is back", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({ country: "GB" });
  await saved(applicant);

  await page.context().setOffline(true);
  await page.getByLabel("Legal name").fill("Offline Ltd");
  await expect(page.getByText("Not saved yet, we keep trying")).toBeVisible();
  await page.context().setOffline(false);
  await saved(applicant);

  // A browser that dies before the server was reached still holds the typing.
  await page.route("**/api/trpc/collection.saveAnswers*", (route) => route.abort());
  await page.getByLabel("Legal name").fill("Offline & Sons Ltd");
  await expect(page.getByText("Not saved yet, we keep trying")).toBeVisible();
  await page.unroute("**/api/trpc/collection.saveAnswers*");
  await page.reload();
  await expect(page.getByLabel("Legal name")).toHaveValue("Offline & Sons Ltd");
  await saved(applicant);
});

test("owners are added, changed in place, removed and brought back", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({ country: "GB" });
  await saved(applicant);
  await page.goto(`${page.url().split("?")[0]}?step=people`);
  await applicant.fillPage({
    owners: [
      { firstName: "Amara", lastName: "Okonjo-Hale" },
      { firstName: "Tomasz", lastName: "Wierzbicki" },
    ],
  });
  await expect(page.getByText(/answers missing/)).toHaveCount(2);
  await page.getByRole("button", { name: "Change Tomasz Wierzbicki" }).click();
  await expect(page.getByRole("heading", { name: "person 2 of 2" })).toBeVisible();
  await page.getByLabel("First names").fill("Tomek");
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByText("Tomek Wierzbicki was removed.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Change Tomek Wierzbicki" })).toBeFocused();
});

test("an application is looked over and sent, once", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillForm(await cleanLtd());
  await expect(applicant.heading).toHaveText("Is everything right?");
  await expect(page.getByText("EUR 50,000.00")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Change Company" }).click();
  await page.getByLabel("Trading name").fill("Rye");
  await page.getByRole("button", { name: "Save and review" }).click();
  await expect(page.getByText("Rye", { exact: true })).toBeVisible();

  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("collection.submit")) sent.push(request.url());
  });
  await page.getByRole("button", { name: "Send application" }).dblclick();
  await expect(applicant.heading).not.toHaveText("Is everything right?");
  expect(sent).toHaveLength(1);
  await expectAccessible(page);
});

test("nothing is sent while answers are missing; each is listed and leads to its place", async ({
  house,
}) => {
  const { link } = await inviteSeller(house);
  const applicant = await new ApplicantPage(await house.phone()).open(link);
  const { page } = applicant;
  await applicant.fillPage({ country: "GB" });
  await saved(applicant);
  await page.goto(`${page.url().split("?")[0]}?step=review`);
  await page.getByRole("button", { name: "Send application" }).click();
  const list = page.getByRole("region", { name: /answers are missing or need another look/ });
  await expect(list.getByRole("heading")).toBeFocused();
  await list.getByRole("button", { name: /^Account holder/ }).click();
  await expect(applicant.heading).toHaveText("Where should your payouts go?");
  await expect(page.getByLabel("Account holder")).toBeFocused();
});

test("a wrong link says what to do, and not whether it ever was one", async ({ house }) => {
  const page = await house.phone();
  await page.goto(`/c/${"A".repeat(43)}`);
  await expect(page).toHaveURL(/\/c\/closed$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
  await expectAccessible(page);
  const words = await page.locator("main").innerText();
  await page.goto("/c/nonsense");
  expect(await page.locator("main").innerText()).toBe(words);
  await page.goto("/c/application/app_01arz3ndektsv4rrffq69g5fav");
  await expect(page).toHaveURL(/\/c\/closed$/);
});

test("the pages hold on the smallest screen", async ({ house }) => {
  const { link } = await inviteSeller(house);
  const small = await house.phone({ viewport: { width: 320, height: 480 } });
  const applicant = await new ApplicantPage(small).open(link);
  await applicant.fillPage({ country: "US" });
  await saved(applicant);
  for (const step of ["company", "contact", "business", "people", "bank", "documents", "consent", "review"]) {
    await small.goto(`${small.url().split("?")[0]}?step=${step}`);
    await expect(applicant.heading).toBeVisible();
    const sideways = await small.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, `${step} does not scroll sideways`).toBeLessThanOrEqual(0);
  }
});
