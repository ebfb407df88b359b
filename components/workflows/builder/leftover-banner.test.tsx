import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { editorPart, workflowDocument } from "@/server/workflows/schema";
import { LeftoverBanner } from "./leftover-banner";

const parts = { document: workflowDocument.parse(sellerDocument()), editor: editorPart.parse({}) };
const step = (words: string) => ({ words, before: parts, after: parts });
const drawn = (steps: string[], isReadOnly: boolean, hasTried = false) =>
  renderToStaticMarkup(
    <MantineProvider>
      <LeftoverBanner
        builder={{ parts, isReadOnly, edit: () => {} }}
        steps={steps.map(step)}
        hasTried={hasTried}
        onLeft={() => {}}
      />
    </MantineProvider>,
  );

it("while somebody else has the draft, the steps are told and can be copied", () => {
  const html = drawn(["Rename “Review”", "Add End"], true);
  expect(html).toContain("2 steps made here are not in the draft:");
  expect(html).toContain("Rename “Review”; Add End.");
  expect(html).toContain("Copy");
  expect(html).not.toContain("again</");
});

it("with the draft in hand they can be made again, or let go", () => {
  const html = drawn(["Add End"], false);
  expect(html).toContain("1 step made here is not in the draft:");
  expect(html).toContain("Make it again");
  expect(html).toContain("Let it go");
});

it("what could not be made again is still told", () => {
  const html = drawn(["Add End"], false, true);
  expect(html).toContain("1 step could not be made again:");
  expect(html).not.toContain("Make it again");
});
