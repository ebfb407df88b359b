import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { formTextKeys } from "@/components/schema-form/text";
import { answerMessages } from "@/server/collection/messages/catalogue";
import { en } from "./en";
import { directionOf, textIn } from "./translate";

describe("the words of applicant pages", () => {
  it("can all be read by the message parser", () => {
    for (const [key, message] of Object.entries(en))
      expect(() => new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }), key).not.toThrow();
  });

  it("cover everything the form and the server can say", () => {
    for (const key of formTextKeys) expect(en).toHaveProperty([key]);
    for (const code of Object.keys(answerMessages)) expect(en).toHaveProperty([`problem.${code}`]);
  });

  it("keep our rules of speech", () => {
    for (const [key, message] of Object.entries(en))
      expect(message, key).not.toMatch(/\b(submit|invalid|error occurred|oops)\b/i);
  });

  it("count, and fall back to English", () => {
    const text = textIn("xx-YY");
    expect(text("problems.title", { count: 1 })).toBe("One answer needs another look");
    expect(text("problems.title", { count: 3 })).toBe("3 answers need another look");
    expect(text("problem.min_length", { field: "Name", limit: 5 })).toBe("Use at least 5 characters.");
    expect(directionOf("ar-EG")).toBe("rtl");
    expect(directionOf("en")).toBe("ltr");
  });
});
