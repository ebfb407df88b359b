import { capabilities } from "@/server/plugins/catalogue";
import type { TestValue } from "@/server/plugins/contract";
import css from "./plugins.module.css";

/** The documented answers of a sandbox vendor, one table per field that chooses them. */
export function TestValues({ values }: { values: readonly TestValue[] }) {
  const groups = new Map<string, TestValue[]>();
  for (const value of values) {
    const name = `${value.capability} ${value.field}`;
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups].map(([name, rows]) => {
    const [first] = rows;
    if (!first) return null;
    return (
      <table key={name} className={css.values}>
        <caption>{capabilities[first.capability]}</caption>
        <thead>
          <tr>
            <th scope="col">{first.field} ends with</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.suffix}>
              <td className={css.mono}>{row.suffix}</td>
              <td>{row.answer}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  });
}
