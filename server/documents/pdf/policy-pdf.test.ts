import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import { policyPdf } from "./policy-pdf";

async function pagesOf(document: WorkflowDocumentInput): Promise<string[]> {
  const stream = await policyPdf({
    document: workflowDocument.parse(document),
    standing: "Version 3, live",
    about: "Published by Ada on 2026-11-24: First",
    hash: "0123456789abcdef0123456789abcdef",
    at: new Date("2026-11-25T10:00:00Z"),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as unknown as Uint8Array);
  const pdf = await getDocument({ data: new Uint8Array(Buffer.concat(chunks)), verbosity: 0 }).promise;
  const texts: string[] = [];
  for (let i = 1; i <= pdf.numPages; i++) {
    const { items } = await (await pdf.getPage(i)).getTextContent();
    texts.push(
      items
        .map((item) => ("str" in item ? item.str : ""))
        .join(" ")
        .replace(/\s+/g, " "),
    );
  }
  return texts;
}

test("every template becomes a paper that says every step, rule and reason, with version, hash, date and page", async () => {
  for (const template of templates) {
    const pages = await pagesOf(template);
    const all = pages.join(" ").replace(/\s/g, "");
    const says = (text: string) => expect(all).toContain(text.replace(/\s/g, ""));
    for (const { title } of Object.values(template.nodes)) says(title);
    for (const set of Object.values(template.rules ?? {})) for (const { code } of set.rules) says(code);
    for (const [code, { applicant, staff }] of Object.entries(template.reasonCodes ?? {})) {
      says(code);
      says(applicant);
      says(staff.replace(/\.$/, ""));
    }
    for (const form of Object.values(template.forms ?? {})) for (const { title } of form.pages) says(title);
    pages.forEach((page, i) => {
      expect(page).toContain(`Page ${i + 1} of ${pages.length}`);
      expect(page).toContain("Version 3, live, 0123456789abcdef");
      expect(page).toContain("printed 2026-11-25 10:00 UTC");
    });
  }
});

test("the letters of Europe are on it: Latin, Greek, Cyrillic", async () => {
  const title = "Ověření – Επαλήθευση – Перевірка ґ № 1 → Größe";
  const [first] = await pagesOf({
    ...templates[0]!,
    title,
    description: "Žluťoučký kůň, ślązak, őrült, ığdır",
  });
  expect(first).toContain(title);
  expect(first).toContain("Žluťoučký kůň, ślązak, őrült, ığdır");
});
