import { Select } from "@mantine/core";
import { Panel } from "@/components/ui/panel";
import { type CellType, cellTypes, typeTitles } from "@/server/batches/columns/policy";
import type { RequestField } from "@/server/nodes/decision-start/definition";
import css from "./batches.module.css";
import { destinations, type Led, typeAt } from "./mapping";

interface ColumnMappingProps {
  led: readonly Led[];
  fields: readonly RequestField[];
  /** The first row's cells. */
  samples: readonly string[];
  onLead: (heading: string, change: Partial<Led>) => void;
  isLocked: boolean;
}

const types = cellTypes.map((value) => ({ value, label: typeTitles[value] }));

/** Where each column of the file leads. What its heading says is chosen already. */
export function ColumnMapping({ led, fields, samples, onLead, isLocked }: ColumnMappingProps) {
  return (
    <Panel title="Columns" note="What each one is, as its heading says; change what is wrong" flush>
      <div className={css.scroll}>
        <table className={css.mapping}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">First row</th>
              <th scope="col">Is</th>
              <th scope="col">Read as</th>
            </tr>
          </thead>
          <tbody>
            {led.map(({ heading, to, type }, at) => {
              const fixed = typeAt(to, fields);
              // Two columns may have one heading until somebody mends it.
              const key = `${at} ${heading}`;
              return (
                <tr key={key}>
                  <th scope="row">{heading || "(no heading)"}</th>
                  <td className={css.sample}>{samples[at] || "(empty)"}</td>
                  <td>
                    <Select
                      size="xs"
                      aria-label={`What ${heading} is`}
                      data={destinations(fields, heading)}
                      value={to}
                      allowDeselect={false}
                      disabled={isLocked}
                      onChange={(next) =>
                        onLead(heading, { to: next ?? "", type: typeAt(next ?? "", fields) ?? "text" })
                      }
                    />
                  </td>
                  <td>
                    {to === "" ? null : to.startsWith("currency") ? (
                      "Currency"
                    ) : fixed ? (
                      typeTitles[fixed]
                    ) : (
                      <Select
                        size="xs"
                        aria-label={`How ${heading} is read`}
                        data={types.filter(({ value }) => value !== "money")}
                        value={type}
                        allowDeselect={false}
                        disabled={isLocked}
                        onChange={(next) => onLead(heading, { type: (next ?? "text") as CellType })}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
