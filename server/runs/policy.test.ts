import { describe, expect, it } from "vitest";
import { answerDetails, checkAnswer } from "@/server/plugins/contract";
import { type HandAnswer, handFacts, handOutput, handStatuses } from "./policy";

const subject = (name: string, more: object = {}) => ({
  ...{ subject: name, name: "Jane Roe", capability: "company_lookup", connection: "registry" },
  ...{ attempts: 3, failure: "It was down.", answer: null },
  ...more,
});
const said = (status: HandAnswer["status"], fact = ""): HandAnswer => ({
  ...{ status, fact, label: "By phone", sentence: "They said so by phone." },
});

type Results = { status: string; details: object; subject: string; subjectName?: string }[];
const resultsOf = (output: ReturnType<typeof handOutput>) => output["results"] as unknown as Results;

describe("a check answered by hand", () => {
  it.each(Object.entries(handFacts))("says the facts of %s in the vendors' own shape", (capability, fact) => {
    for (const value of fact.values) {
      const output = handOutput([subject("party", { capability })], { party: said("clear", value) });
      const [result] = resultsOf(output);
      const { subject: _, subjectName: __, ...answer } = result!;
      expect(checkAnswer.parse(answer)).toMatchObject({ status: "clear", source: "By hand" });
      const details = answerDetails[capability as keyof typeof handFacts].parse(result?.details);
      expect(details).toMatchObject({ [fact.name]: value });
    }
  });

  it("says screening hits in the vendors' shape, and none when it is clear", () => {
    const capability = "watchlist_screening";
    const hits = (status: HandAnswer["status"], fact = "") =>
      answerDetails.watchlist_screening.parse(
        resultsOf(handOutput([subject("party", { capability })], { party: said(status, fact) }))[0]?.details,
      ).hits;
    expect(hits("clear")).toEqual([]);
    expect(hits("hit", "pep")).toMatchObject([{ name: "Jane Roe", list: "pep", confirmed: true }]);
  });

  it("keeps what the vendor did answer, and is as bad as its worst subject", () => {
    const answer = { status: "clear", label: "Active", sentence: "Fine.", details: {}, source: "Vendor" };
    const output = handOutput([subject("a", { answer }), subject("b")], { b: said("hit") });
    expect(output["status"]).toBe("hit");
    expect(resultsOf(output)).toMatchObject([
      { subject: "a", source: "Vendor", status: "clear" },
      { subject: "b", source: "By hand", status: "hit" },
    ]);
  });

  it("never takes silence for clear", () => {
    expect(handOutput([subject("a")], {})["status"]).toBe("unknown");
    expect(handStatuses).not.toContain("no_answer");
  });
});
