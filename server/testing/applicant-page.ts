import { expect, type Locator, type Page } from "@playwright/test";
import sharp from "sharp";
import type { CreateApplicationInput } from "@/server/applications/schema";

/** What an applicant answers, as data: `{ country: "GB", owners: [{ … }], incorporation: aPhoto() }`. */
export interface Answers {
  [field: string]: Answer;
}
type Answer = string | number | boolean | Paper | Money | Answers | readonly Answers[] | readonly string[];

interface Money {
  amount: number;
  currency: string;
}

/** A file as a phone would send it. */
export interface Paper {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const isPaper = (answer: Answer): answer is Paper => typeof answer === "object" && "buffer" in answer;
const isMoney = (answer: Answer): answer is Money =>
  typeof answer === "object" && "amount" in answer && "currency" in answer;

/** A photo of a document that says what it is; another number is another photo. */
export async function aPhoto(words = "Document", number = 1): Promise<Paper> {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="#efe8dc"/><text x="60" y="160" font-size="48">${words}</text><text x="60" y="240" font-size="32">No. ${number}</text></svg>`;
  const buffer = await sharp(Buffer.from(picture)).jpeg().toBuffer();
  return {
    name: `${words.toLowerCase().replace(/\W+/g, "-")}-${number}.jpg`,
    mimeType: "image/jpeg",
    buffer,
  };
}

/** Makes an application in the name of a member who is signed in on `staff`; answers with the applicant's link. */
export async function invite(
  staff: Page,
  input: Omit<CreateApplicationInput, "locale"> & { locale?: string },
): Promise<{ id: string; link: string }> {
  if (!staff.url().startsWith("http")) await staff.goto("/home");
  const { status, body } = await staff.evaluate(async (json) => {
    const answer = await fetch("/api/trpc/applications.create", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ json }),
    });
    return { status: answer.status, body: await answer.json() };
  }, input);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.result.data.json;
}

/** An applicant's browser, told by a story in a few words. */
export class ApplicantPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(link: string): Promise<this> {
    await this.page.goto(link);
    await this.page.waitForURL(/\/c\/application\//);
    return this;
  }

  /** The key of the form page that is open: `company`, …, `review`. */
  async step(): Promise<string> {
    await this.page.waitForURL(/[?&]step=/);
    return new URL(this.page.url()).searchParams.get("step") ?? "";
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** Fills the open page with those of the answers it asks for, also those that appear on the way. */
  async fillPage(answers: Answers): Promise<void> {
    const step = await this.step();
    const filled = new Set<string>();
    for (let before = -1; before !== filled.size; ) {
      before = filled.size;
      for (const [key, answer] of Object.entries(answers))
        if (!filled.has(key) && (await this.#fillAt(`${step}:${key}`, answer))) filled.add(key);
    }
  }

  async goOn(): Promise<void> {
    const step = await this.step();
    await this.page.getByRole("button", { name: /^(Continue|Save and review)$/ }).click();
    await expect(this.page, `the page ${step} lets go on`).not.toHaveURL(new RegExp(`step=${step}\\b`));
  }

  /** Fills page after page until the review page stands there. */
  async fillForm(answers: Answers): Promise<void> {
    for (let step = await this.step(); step !== "review"; step = await this.step()) {
      await this.fillPage(answers);
      await this.goOn();
    }
  }

  /** Sends what was filled in, and waits until it is taken. */
  async send(): Promise<void> {
    await this.page.getByRole("button", { name: "Send application" }).click();
    await expect(this.heading).not.toHaveText("Is everything right?");
  }

  /** The card of one thing that was asked again. */
  ask(title: string): Locator {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  /** Answers one thing asked again: a document with a paper, a field with its value. */
  async answer(title: string, answer: Answer): Promise<void> {
    const id = await this.ask(title).locator("[data-field] [id]").first().getAttribute("id");
    const root = id?.replace(/:value.*$/, ":value") ?? "";
    expect(await this.#fillAt(root, answer), `“${title}” can be answered`).toBe(true);
  }

  async sendAnswers(): Promise<void> {
    await this.page.getByRole("button", { name: "Send answers" }).click();
    await expect(this.page.getByRole("button", { name: /Send/ })).toHaveCount(0);
  }

  #at(id: string): Locator {
    return this.page.locator(`[id="${id}"]`);
  }

  /** Puts an answer into a field by its kind; false when the field is not there. */
  async #fillAt(id: string, answer: Answer): Promise<boolean> {
    if (Array.isArray(answer) && typeof answer[0] === "object")
      return this.#fillList(id, answer as readonly Answers[]);
    if (typeof answer === "object" && !Array.isArray(answer) && !isPaper(answer) && !isMoney(answer))
      return this.#fillGroup(id, answer as Answers);
    const control = this.#at(id);
    if ((await control.count()) === 0) return false;
    const field = this.page.locator("[data-field]").filter({ has: control }).last();
    const kind = await field.getAttribute("data-field");
    if (isPaper(answer)) await this.#upload(field, answer);
    else if (kind === "date") await this.#fillDate(id, String(answer));
    else if (kind === "country") await this.#fillCountry(control, String(answer));
    else if (kind === "choice" || kind === "yes_no") await this.#choose(field, control, String(answer));
    else if (kind === "choices")
      for (const one of answer as readonly string[]) await field.locator(`input[value="${one}"]`).check();
    else if (kind === "consent") await control.setChecked(Boolean(answer));
    else if (kind === "money" && isMoney(answer)) await control.fill((answer.amount / 100).toFixed(2));
    else await control.fill(String(answer));
    return true;
  }

  async #fillGroup(id: string, answers: Answers): Promise<boolean> {
    const done: boolean[] = [];
    for (const [key, answer] of Object.entries(answers))
      done.push(await this.#fillAt(`${id}:${key}`, answer));
    return done.some(Boolean);
  }

  async #fillList(id: string, items: readonly Answers[]): Promise<boolean> {
    const add = this.#at(id);
    if ((await add.count()) === 0) return false;
    const there = await this.page.locator(`[id^="${id}:"][id$="__edit"]`).count();
    for (const [at, item] of items.entries()) {
      const index = there + at;
      await add.click();
      const filled = new Set<string>();
      for (let before = -1; before !== filled.size; ) {
        before = filled.size;
        for (const [key, answer] of Object.entries(item))
          if (!filled.has(key) && (await this.#fillAt(`${id}:${index}:${key}`, answer))) filled.add(key);
      }
      await this.page.getByRole("button", { name: "Done", exact: true }).click();
    }
    return true;
  }

  async #fillDate(id: string, day: string): Promise<void> {
    const [year = "", month = "", date = ""] = day.split("-");
    await this.#at(id).fill(date);
    await this.#at(`${id}__month`).fill(month);
    await this.#at(`${id}__year`).fill(year);
  }

  async #fillCountry(control: Locator, code: string): Promise<void> {
    const name = new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
    await control.fill(name);
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  async #choose(field: Locator, control: Locator, value: string): Promise<void> {
    const isList = (await control.evaluate((element) => element.tagName)) === "SELECT";
    if (isList) await control.selectOption(value);
    else await field.locator(`input[value="${value}"]`).check();
  }

  async #upload(field: Locator, paper: Paper): Promise<void> {
    await field.locator("input[data-upload=file]").setInputFiles(paper);
    await expect(field.getByText("Received"), `${paper.name} is taken`).toBeVisible({ timeout: 30_000 });
  }
}
