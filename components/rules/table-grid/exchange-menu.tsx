import { Button, Menu, Modal, Select } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { tell, tellFailure } from "@/components/ui/tell";
import type { Column } from "@/server/rules/core/cell";
import type { FieldInfo } from "@/server/rules/core/fields";
import type { DecisionTable } from "@/server/rules/core/table";
import type { Names } from "./sheet";
import { typeOfField } from "./sheet-columns";
import { type BroughtTable, readTableFile, writeTableFile } from "./table-files";
import css from "./table-grid.module.css";
import type { EditTable } from "./use-grid";

const MOST_SHOWN = 50;

/** Tables out of files and into files: CSV and Excel hold the rows, DMN the whole table. */
export function ExchangeMenu({
  table,
  fields,
  names,
  titleOf,
  edit,
}: {
  table: DecisionTable;
  fields: readonly FieldInfo[];
  names: Names;
  titleOf: (column: Column) => string;
  edit: EditTable;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [brought, setBrought] = useState<{ file: string; found: BroughtTable[] }>();
  const [chosen, setChosen] = useState(0);
  const save = async (kind: "csv" | "xlsx" | "dmn") => {
    const { blob, report } = await writeTableFile(table, kind, titleOf);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${table.title.replace(/[^\p{L}\p{N}]+/gu, "-") || "table"}.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
    if (report.length > 0) tell(report.slice(0, 5).join(" "));
  };
  const read = async (file: File) => {
    const { found, report } = await readTableFile(file, table, { titleOf, names, findField: findIn(fields) });
    if (found.length === 0) return tellFailure(`${file.name}: ${report.join(" ")}`);
    setChosen(0);
    setBrought({ file: file.name, found });
  };
  const now = brought?.found[chosen];
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconFileImport size={15} aria-hidden />}>
            Files
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => input.current?.click()}>Bring in CSV, Excel or DMN …</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => void save("csv")}>Save as CSV</Menu.Item>
          <Menu.Item onClick={() => void save("xlsx")}>Save as Excel</Menu.Item>
          <Menu.Item onClick={() => void save("dmn")}>Save as DMN</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File with a table"
        accept=".csv,.tsv,.txt,.xlsx,.dmn,.xml"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void read(file);
        }}
      />
      <Modal opened={now !== undefined} onClose={() => setBrought(undefined)} title={brought?.file} size="lg">
        {now && brought && (
          <div className={css.editor}>
            {brought.found.length > 1 && (
              <Select
                label="Table"
                allowDeselect={false}
                data={brought.found.map(({ table }, i) => ({ value: String(i), label: table.title }))}
                value={String(chosen)}
                onChange={(value) => setChosen(Number(value))}
              />
            )}
            <p className={css.quiet}>
              {now.table.rows.length === 1 ? "1 row" : `${now.table.rows.length} rows`} take the place of{" "}
              {table.rows.length === 1 ? "the one" : `the ${table.rows.length}`} there now. Undo brings them
              back.
            </p>
            {now.report.length > 0 && (
              <section className={css.report} aria-label="What to look at">
                <h3>
                  {now.report.length === 1 ? "1 thing to look at" : `${now.report.length} things to look at`}
                </h3>
                <ul>
                  {now.report.slice(0, MOST_SHOWN).map((line, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines never change places, and two may say the same.
                    <li key={i}>{line}</li>
                  ))}
                </ul>
                {now.report.length > MOST_SHOWN && (
                  <p className={css.quiet}>And {now.report.length - MOST_SHOWN} more.</p>
                )}
              </section>
            )}
            <div className={css.acts}>
              <Button
                onClick={() => {
                  setBrought(undefined);
                  edit(`Bring in ${brought.file}`, ({ title }) => ({ ...now.table, title }));
                  tell("The rows are in. Undo brings back what was there.");
                }}
              >
                Take them over
              </Button>
              <Button variant="default" onClick={() => setBrought(undefined)}>
                Leave it
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </>
  );
}

/** The field a name in a file stands for: its path, its title, or the last part of its path; one only. */
const findIn = (fields: readonly FieldInfo[]) => (name: string) => {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const fitting = fields.filter((field) => typeOfField(field) !== undefined);
  const exact = fitting.find(({ path }) => path === name);
  const alike = fitting.filter(
    ({ path, title }) => plain(title) === plain(name) || plain(path.split(".").at(-1) ?? "") === plain(name),
  );
  const field = exact ?? (alike.length === 1 ? alike[0] : undefined);
  const type = field && typeOfField(field);
  return field && type
    ? { path: field.path, type, ...(field.currency === undefined ? {} : { currency: field.currency }) }
    : undefined;
};
