import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { DocumentProblem } from "@/server/workflows/schema";
import { ProblemList } from "./problem-list";

const problem = (code: string, node: string, severity: "error" | "warning"): DocumentProblem => ({
  ...{ code, node, severity, path: `nodes.${node}`, message: `${code} of ${node}` },
  ...{ harm: "Runs stop.", fix: "Connect it." },
});
const draw = (problems: DocumentProblem[], more: Partial<Parameters<typeof ProblemList>[0]> = {}) =>
  renderToStaticMarkup(
    <MantineProvider>
      <ProblemList problems={problems} onShow={() => {}} {...more} />
    </MantineProvider>,
  );

test("says that nothing is to be fixed", () => {
  expect(draw([])).toContain("Nothing to fix: it can be published.");
});

test("tells errors first, and several of a kind once with one button for all", () => {
  const html = draw(
    [
      problem("unhandled_failure", "a", "warning"),
      problem("unhandled_failure", "b", "warning"),
      problem("bad_config", "c", "error"),
    ],
    { fixOf: (some) => (some.length === 2 ? { title: "Send all to “Review”", run: () => {} } : undefined) },
  );
  expect(html.indexOf("Must fix")).toBeLessThan(html.indexOf("Advice"));
  expect(html).toContain("2 failure ways lead nowhere");
  expect(html).not.toContain("unhandled_failure of a");
  expect(html).toContain('aria-expanded="false"');
  expect(html.match(/data-fix/g)).toHaveLength(1);
  // Where there is no button, the words say what to do.
  expect(html).toContain("Connect it.");
});

test("can be narrowed to the chosen step", () => {
  expect(draw([problem("bad_config", "c", "error")], { chosen: { node: "c", title: "Check" } })).toContain(
    "Only of “Check”",
  );
});
