import { Button } from "@mantine/core";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { outletsOf } from "@/server/workflows/edits/policy";
import { policySentences } from "@/server/workflows/policy";
import css from "./builder.module.css";
import type { Builder } from "./use-builder";

/** The graph as a table, in the order runs take: everything the canvas offers, for those who do not drag. */
export function StepList({ builder, problems }: { builder: Builder; problems: ReadonlyMap<string, string> }) {
  const { document } = builder.parts;
  const ordered = policySentences(document, nodeCatalogue);
  return (
    <section className={css.list} aria-label="Steps as a list">
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">What it does</th>
            <th scope="col">Leads to</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ node, title, sentence }) => (
            <tr key={node} data-selected={builder.selection.includes(node) || undefined}>
              <th scope="row">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-pressed={builder.selection.includes(node)}
                  onClick={() => builder.select([node])}
                >
                  {title}
                </Button>
                {problems.has(node) && <div className={css.quiet}>{problems.get(node)}</div>}
              </th>
              <td>{sentence}</td>
              <td>
                {outletsOf(document, node).map((outlet) => {
                  const to = document.edges.find(
                    (edge) => edge.from === node && edge.outlet === outlet.key,
                  )?.to;
                  return (
                    <div key={outlet.key}>
                      {outlet.title}: {to === undefined ? "nowhere" : (document.nodes[to]?.title ?? to)}
                    </div>
                  );
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
