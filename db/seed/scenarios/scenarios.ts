import type { Context } from "@/server/context";
import { liveVersion } from "@/server/workflows/live-version";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { personAnswers } from "./persons";
import { answerAll, apply, claim, decide, fillIn, handIn, memberOf, minutesLater, type Played } from "./play";
import { germanIban, germanSeller, type Person, ukSeller, usSeller } from "./sellers";

/** What a scenario works with. `when` is so many hours before the seed. */
export interface Stage {
  ctx: Context;
  seller: WorkflowDocument;
  person: WorkflowDocument;
  when(hoursAgo: number): Date;
  member(name: string): Promise<Context>;
}

/** One application that stands for a state of the product; its name is what a test or a screenshot calls it. */
export interface Scenario {
  name: string;
  shows: string;
  play(stage: Stage): Promise<unknown>;
}

const born = (firstName: string, lastName: string, nationality: string, share: number): Person => ({
  firstName,
  lastName,
  nationality,
  share,
  dateOfBirth: "1984-05-02",
  role: share > 0 ? "owner_director" : "director",
  isSignatory: share >= 50,
});

/** A seller's application of `hoursAgo`, handed in. */
async function sell(
  { ctx, seller, when }: Stage,
  hoursAgo: number,
  reference: string,
  answers: ReturnType<typeof ukSeller>,
): Promise<Played> {
  const began = when(hoursAgo);
  const party = { name: String(answers["legalName"]), country: String(answers["country"]) };
  const played = await apply({ ...ctx, at: began }, seller, { party, reference });
  await handIn(played, minutesLater(began, 12), answers);
  return played;
}

async function enrol(
  { ctx, person, when }: Stage,
  hoursAgo: number,
  name: { firstName: string; lastName: string },
  more: ReturnType<typeof personAnswers> = {},
): Promise<Played> {
  const began = when(hoursAgo);
  const played = await apply({ ...ctx, at: began }, person, {});
  await handIn(played, minutesLater(began, 5), personAnswers(name, more));
  return played;
}

/** From the oldest to the newest, so that lists read like weeks of work. */
export const scenarios: readonly Scenario[] = [
  {
    name: "clean-uk",
    shows: "approved with nobody touching it",
    play: (stage) =>
      sell(
        stage,
        216,
        "seller-1001",
        ukSeller({
          legalName: "Northwind Trading Ltd",
          owners: [born("Ada", "Moss", "GB", 60), born("Finn", "Hart", "IE", 40)],
        }),
      ),
  },
  {
    name: "dissolved-us",
    shows: "declined: the registry lists the company as dissolved",
    play: (stage) =>
      sell(
        stage,
        190,
        "seller-1002",
        usSeller({
          legalName: "Prairie Goods LLC",
          registrationNumber: "7654301",
          owners: [born("Jo", "Lane", "US", 100)],
        }),
      ),
  },
  {
    name: "clean-person",
    shows: "a person who passes",
    play: (stage) => enrol(stage, 170, { firstName: "Nora", lastName: "Feld" }),
  },
  {
    name: "young-uk",
    shows: "approved with slower payouts, because the company is young",
    play: (stage) =>
      sell(
        stage,
        148,
        "seller-1003",
        ukSeller({
          legalName: "Harbour & Pine Ltd",
          registrationNumber: "09876506",
          owners: [born("Iris", "Cole", "GB", 100)],
        }),
      ),
  },
  {
    name: "edd-approved",
    shows: "approved after enhanced due diligence by two members",
    async play(stage) {
      const played = await sell(
        stage,
        120,
        "seller-1004",
        germanSeller({
          legalName: "Rheinkontor GmbH",
          owners: [born("Lea", "Brandt", "DE", 50), born("Paul", "Maybe", "DE", 50)],
        }),
      );
      const aisha = await stage.member("Aisha Khan");
      const jonas = await stage.member("Jonas Weber");
      await claim(played, stage.when(118), aisha);
      const note = "The hit is another person: born 1951, in another country.";
      await decide(played, stage.when(117), aisha, { verdict: "approve", note });
      await decide(played, stage.when(96), jonas, {
        verdict: "approve",
        note: "I agree, the birth dates differ.",
      });
    },
  },
  {
    name: "pep-overdue",
    shows: "a German GmbH with a PEP owner, overdue in the EDD queue",
    play: (stage) =>
      sell(
        stage,
        72,
        "seller-1005",
        germanSeller({
          legalName: "Lichtwerk GmbH",
          owners: [born("Mara", "Vogt", "DE", 55), born("Karl", "Pep", "DE", 45)],
        }),
      ),
  },
  {
    name: "registry-down",
    shows: "a registry failure that waits for a person, taken by an analyst",
    async play(stage) {
      const played = await sell(
        stage,
        30,
        "seller-1006",
        ukSeller({
          legalName: "Copper Kettle Ltd",
          registrationNumber: "08123430",
          owners: [born("Tom", "Reed", "GB", 100)],
        }),
      );
      await claim(played, stage.when(28), await stage.member("Aisha Khan"));
    },
  },
  {
    name: "waiting-for-second",
    shows: "approved by one member, waiting for the second",
    async play(stage) {
      const played = await sell(
        stage,
        26,
        "seller-1007",
        germanSeller({
          legalName: "Küstenfunk GmbH",
          owners: [born("Ole", "Jansen", "DE", 70), born("Greta", "Pep", "DE", 30)],
          more: { iban: germanIban("640021700") },
        }),
      );
      const aisha = await stage.member("Aisha Khan");
      await claim(played, stage.when(24), aisha);
      await decide(played, stage.when(23), aisha, {
        verdict: "approve",
        note: "Member of a city council until 2019; source of funds is the sale of a house.",
      });
    },
  },
  {
    name: "sent-back",
    shows: "sent back by a reviewer: one document and one field",
    async play(stage) {
      const played = await sell(
        stage,
        22,
        "seller-1008",
        germanSeller({
          legalName: "Auenhof Feinkost GmbH",
          owners: [born("Nele", "Adverse", "DE", 100)],
          more: { description: "Various goods and other products." },
        }),
      );
      const jonas = await stage.member("Jonas Weber");
      await claim(played, stage.when(21), jonas);
      await decide(played, stage.when(20), jonas, {
        verdict: "send_back",
        items: [
          {
            kind: "field",
            key: "forms.seller.description",
            subject: "party",
            reasonCode: "DETAILS_UNCLEAR",
            note: "",
          },
          {
            kind: "document",
            key: "source_of_funds",
            subject: "forms.seller.owners[0]",
            reasonCode: "DOCUMENT_MISSING",
            note: "",
          },
        ],
      });
    },
  },
  {
    name: "bank-name",
    shows: "asked for another bank account, answered, and approved",
    async play(stage) {
      const played = await sell(
        stage,
        19,
        "seller-1009",
        ukSeller({
          legalName: "Willow & Finch Ltd",
          owners: [born("Eve", "Stone", "GB", 100)],
          more: { accountNumber: "31926801" },
        }),
      );
      await answerAll(played, stage.when(17), {
        accountHolder: "Willow & Finch Ltd",
        sortCode: "20-00-00",
        accountNumber: "31926800",
      });
    },
  },
  {
    name: "expired-document",
    shows: "a person who is asked for a document that is in date",
    play: (stage) => enrol(stage, 9, { firstName: "Lena", lastName: "Ruiz" }, { documentNumber: "X4417802" }),
  },
  {
    name: "licence-missing",
    shows: "a regulated category without a licence: waiting for the applicant",
    play: (stage) =>
      sell(
        stage,
        6,
        "seller-1010",
        ukSeller({
          legalName: "Bluebird Apothecary Ltd",
          owners: [born("Rosa", "Quill", "GB", 100)],
          more: { category: "supplements" },
        }),
      ),
  },
  {
    name: "half-filled",
    shows: "an application that is being filled in",
    async play({ ctx, seller, when }) {
      const began = when(2);
      const party = { name: "Tidewater Crafts LLC", country: "US" };
      const played = await apply({ ...ctx, at: began }, seller, { party, reference: "seller-1011" });
      const { country, legalName, registrationNumber, stateOfFormation, phone, email } = usSeller({
        legalName: "Tidewater Crafts LLC",
        owners: [],
      });
      await fillIn(played, minutesLater(began, 4), {
        country: country!,
        legalName: legalName!,
        registrationNumber: registrationNumber!,
        stateOfFormation: stateOfFormation!,
        phone: phone!,
        email: email!,
      });
    },
  },
];

/** Plays every scenario through the verbs that everybody uses. */
export async function playScenarios(ctx: Context): Promise<void> {
  const live = async (key: string) => (await liveVersion(ctx, { key })).document;
  const stage: Stage = {
    ctx,
    seller: await live("marketplace_seller"),
    person: await live("person_kyc"),
    when: (hoursAgo) => new Date(ctx.at.getTime() - hoursAgo * 3_600_000),
    member: (name) => memberOf(ctx, name),
  };
  for (const { name, play } of scenarios) {
    try {
      await play(stage);
    } catch (error) {
      throw new Error(`the scenario ${name} could not be played`, { cause: error });
    }
  }
}
