import { describe, expect, it } from "vitest";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { checkRules } from "@/server/rules/core/check-document";
import { wordsOf } from "@/server/rules/core/fields";
import { policySentences } from "@/server/workflows/policy";
import { workflowDocument } from "@/server/workflows/schema";
import { demoConnections } from "../connections";
import { templates } from "./templates";

/* What would tell an applicant more than they may know. */
const telling = /sanction|watchlist|politically|pep\b|terror|forg|fraud|suspicio|hit\b|risk|score|rule/i;

describe.each(templates.map((document) => [document.key, document] as const))(
  "template %s",
  (_, document) => {
    it("is a document that publishes without an error", () => {
      expect(workflowDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
      const problems = lintWorkflow(document, nodeCatalogue);
      expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
    });

    it("has rules and conditions that fit the fields they read", () => {
      expect(checkRules(document)).toEqual([]);
    });

    it("asks only vendors that the demo connects", () => {
      const known = demoConnections.map((connection) => connection.key as string);
      for (const { type, config } of Object.values(document.nodes))
        if (type === "check") expect(known).toContain(config["connection"]);
    });

    it("speaks to the applicant in neutral words, and to staff in others", () => {
      for (const [code, reason] of Object.entries(document.reasonCodes)) {
        expect(reason.applicant, code).not.toMatch(telling);
        expect(reason.applicant, code).not.toBe(reason.staff);
      }
      for (const { type, config } of Object.values(document.nodes))
        if (type === "notify") expect(`${config["subject"]} ${config["text"]}`).not.toMatch(telling);
    });

    it("uses every reason code it declares, or offers it to reviewers", () => {
      const used = JSON.stringify([document.rules, document.nodes, document.scorecards, document.tables]);
      const forReviewers = [
        "RISK_NOT_ACCEPTED",
        "DETAILS_UNCLEAR",
        "DOCUMENT_MISSING",
        "OWNERSHIP_IMPLAUSIBLE",
      ];
      for (const code of Object.keys(document.reasonCodes))
        expect(used.includes(`"${code}"`) || forReviewers.includes(code), code).toBe(true);
    });

    it("reads as sentences that name fields by their titles, never by their paths", () => {
      const steps = policySentences(document, nodeCatalogue);
      expect(steps).toHaveLength(Object.keys(document.nodes).length);
      for (const step of steps)
        for (const sentence of [step.sentence, ...step.details.map((detail) => detail.sentence)]) {
          expect(sentence).toMatch(/^[A-Z0-9“(].*[.!?]$/s);
          expect(sentence).not.toMatch(/\b(forms|nodes|values|input)\.[a-z]|item\./);
          expect(sentence).not.toContain("undefined");
        }
    });

    it("gives every field that is asked a title", () => {
      for (const [path, title] of Object.entries(wordsOf(document).titles)) expect(title, path).not.toBe("");
    });
  },
);
