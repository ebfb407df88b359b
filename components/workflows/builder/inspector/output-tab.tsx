import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { FieldTypeIcon, typeWord } from "@/components/rules/field-type";
import { outputsOf } from "@/server/workflows/available/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import css from "./inspector.module.css";

/** What a step leaves for those behind it, and who reads it. */
export function OutputTab({
  document,
  node,
  onSelect,
}: {
  document: WorkflowDocument;
  node: string;
  onSelect: (node: string) => void;
}) {
  const outputs = useMemo(() => outputsOf(document, node), [document, node]);
  const usage = useMemo(() => usageOf(document), [document]);
  if (outputs.length === 0)
    return <p className={css.quiet}>This step leaves nothing that others could read.</p>;
  return (
    <>
      <p className={css.quiet}>What steps behind this one can read, and which of them do.</p>
      <ul className={css.outputs}>
        {outputs.map((field) => {
          const readers = [
            ...new Set(
              usage
                .of("field", field.path)
                // Whoever reads a part of it is told at that part.
                .filter(
                  ({ how, key }) =>
                    how === "reads" && key.replaceAll("[]", "") === field.path.replaceAll("[]", ""),
                )
                .flatMap(({ steps }) => steps),
            ),
          ].filter((step) => Object.hasOwn(document.nodes, step));
          return (
            <li key={field.path}>
              <FieldTypeIcon type={field.type} />
              <div>
                <span>
                  {field.title} <span className={css.quiet}>{typeWord(field)}</span>
                </span>
                <code>{field.path}</code>
                {readers.length > 0 && (
                  <span className={css.readers}>
                    Read by{" "}
                    {readers.map((step, i) => (
                      <span key={step}>
                        {i > 0 && ", "}
                        {step === node ? (
                          "this step itself"
                        ) : (
                          <Anchor component="button" type="button" inherit onClick={() => onSelect(step)}>
                            {document.nodes[step]?.title}
                          </Anchor>
                        )}
                      </span>
                    ))}
                  </span>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
