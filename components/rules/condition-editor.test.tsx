import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { orderCheck } from "@/db/seed/templates/order-check";
import { personKyc } from "@/db/seed/templates/person-kyc";
import type { Condition } from "@/server/rules/core/ast";
import { fieldsOf } from "@/server/rules/core/fields";
import { isGroup, isListCondition } from "@/server/rules/core/layout";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { ConditionEditor } from "./condition-editor";

const draw = (document: WorkflowDocument, condition: Condition) =>
  renderToStaticMarkup(
    <MantineProvider>
      <ConditionEditor
        label="When"
        condition={condition}
        fields={fieldsOf(document)}
        onChange={() => expect.fail("looking at a condition changes nothing")}
      />
    </MantineProvider>,
  );

const tests = (condition: Condition): number =>
  isGroup(condition)
    ? condition.of.map(tests).reduce((a, b) => a + b, 0)
    : isListCondition(condition)
      ? 1 + tests(condition.where)
      : 1;

const conditions = [marketplaceSeller, personKyc, orderCheck].flatMap((document) =>
  Object.entries(document.rules).flatMap(([set, { rules }]) =>
    rules.map(({ code, when }) => ({ name: `${document.key}: ${set} ${code}`, document, when })),
  ),
);

it.each(conditions)("$name is shown with every test in a row of its own", ({ document, when }) => {
  const html = draw(document, when);
  expect(html.match(/aria-label="Condition [\d. each]+"/g)).toHaveLength(tests(when));
  // What a template reads is known: no field is shown by its bare path.
  expect(html).not.toContain("Not known here");
});

it("a field that nobody knows is kept and named by its path", () => {
  const html = draw(orderCheck, { id: "a", op: "is_present", left: { field: "input.gone" } });
  expect(html).toContain("Gone (input.gone)");
});
