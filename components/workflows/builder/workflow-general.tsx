import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { fieldsOf } from "@/server/rules/core/fields";
import { setPart } from "@/server/workflows/edits/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import css from "./parts-panel.module.css";
import type { Builder } from "./use-builder";

/** What is said of the workflow as a whole. */
export function WorkflowGeneral({ builder }: { builder: Builder }) {
  const { document } = builder.parts;
  const { settings } = document;
  const change = (part: Partial<WorkflowDocument["settings"]>, what: string) =>
    builder.edit(
      `Change ${what}`,
      (before) => setPart(before, "settings", { ...before.document.settings, ...part }),
      { merge: `settings ${what}` },
    );
  const fields = useMemo(
    () =>
      [...fieldsOf(document).values()]
        .filter(({ path, type }) => !path.includes("[]") && /^(input|forms)\./.test(path) && type === "text")
        .map(({ path, title }) => ({ value: path, label: `${title} (${path})` })),
    [document],
  );
  const field = (part: "name" | "country" | "reference", label: string, isNeeded: boolean) => {
    const value = settings.party[part] ?? "";
    const isKnown = value === "" || fields.some((one) => one.value === value);
    return (
      <Select
        size="xs"
        label={label}
        withAsterisk={isNeeded}
        searchable
        clearable={!isNeeded}
        readOnly={builder.isReadOnly}
        data={isKnown ? fields : [{ value, label: value }, ...fields]}
        value={value || null}
        placeholder="Choose a field"
        nothingFoundMessage="No such field. Add it to a form first."
        onChange={(path) => {
          const { [part]: _, ...others } = settings.party;
          const party = { ...others, ...(path || isNeeded ? { [part]: path ?? "" } : {}) };
          change({ party: party as typeof settings.party }, label.toLowerCase());
        }}
      />
    );
  };
  return (
    <section className={css.kind} aria-label="In general">
      <TextInput
        size="xs"
        label="Title"
        maxLength={120}
        readOnly={builder.isReadOnly}
        value={document.title}
        onChange={(event) => {
          const title = event.currentTarget.value;
          builder.edit("Rename the workflow", (before) => setPart(before, "title", title), {
            merge: "title",
          });
        }}
      />
      <Textarea
        size="xs"
        label="What it is for"
        autosize
        minRows={2}
        maxLength={600}
        readOnly={builder.isReadOnly}
        value={document.description}
        onChange={(event) => {
          const text = event.currentTarget.value;
          builder.edit("Describe the workflow", (before) => setPart(before, "description", text), {
            merge: "description",
          });
        }}
      />
      <Select
        size="xs"
        label="It decides about"
        allowDeselect={false}
        readOnly={builder.isReadOnly}
        data={[
          { value: "business", label: "Businesses" },
          { value: "person", label: "Persons" },
        ]}
        value={settings.partyKind}
        onChange={(kind) =>
          kind && change({ partyKind: kind as typeof settings.partyKind }, "whom it is about")
        }
      />
      {field("name", "Their name stands in", true)}
      {field("country", "Their country stands in", true)}
      {field("reference", "Their reference stands in", false)}
      <NumberInput
        size="xs"
        label="Reasons a notice lists"
        min={1}
        max={20}
        allowDecimal={false}
        readOnly={builder.isReadOnly}
        value={settings.noticeReasons}
        onChange={(count) =>
          typeof count === "number" && change({ noticeReasons: count }, "how many reasons a notice lists")
        }
      />
      <NumberInput
        size="xs"
        label="How often a run may come to one step"
        description="Then it stops and asks for attention, rather than going round for ever."
        min={1}
        max={1000}
        allowDecimal={false}
        readOnly={builder.isReadOnly}
        value={settings.visitLimit}
        onChange={(count) =>
          typeof count === "number" && change({ visitLimit: count }, "the limit of visits")
        }
      />
    </section>
  );
}
