import { ActionIcon, Button, Menu, Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import {
  addField,
  changeField,
  choicesOf,
  type FieldKind,
  type FieldSchema,
  type FormField,
  fieldKinds,
  fieldsIn,
  inCurrency,
  isUnnamed,
  moveField,
  nameField,
  removeField,
  requireField,
  turnField,
  withChoices,
} from "@/server/workflows/form-fields/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import css from "./form-fields.module.css";

const kinds = Object.entries(fieldKinds).map(([value, { title }]) => ({ value, label: title }));

interface FormFieldsProps {
  label: string;
  /** The schema of a page, or of a list's elements. */
  page: FieldSchema;
  documents: WorkflowDocument["settings"]["documentTypes"];
  /** Where its fields stand in the run's data, and what else of the workflow names them. */
  home: FieldHome | undefined;
  onChange: (page: FieldSchema) => void;
}

export interface FieldHome {
  /** `forms.company`, `forms.company.owners`. */
  path: string;
  /** How often the workflow asks for a field, and how often it reads it. */
  mentionsOf(path: string): { asked: number; read: number };
}

/** The fields of a page: each with its question, what it is, and whether it has to be answered. */
export function FormFields({ label, page, documents, home, onChange }: FormFieldsProps) {
  const fields = fieldsIn(page);
  const [open, setOpen] = useState<string>();
  // The field that is given its first title just now: its key goes along.
  const [naming, setNaming] = useState<string>();
  // What a field was drawn as before its key changed: whoever writes its title goes on writing.
  const drawnAs = useRef(new Map<string, string>());
  const made = useRef(0);
  const mentionsOf = (key: string) => home?.mentionsOf(`${home.path}.${key}`) ?? { asked: 0, read: 0 };
  const isTaken = (key: string) => {
    const { asked, read } = mentionsOf(key);
    return asked + read > 0;
  };
  const add = (kind: FieldKind) => {
    const { page: next, key } = addField(page, kind, fieldKinds[kind].title, isTaken);
    drawnAs.current.set(key, `made ${++made.current}`);
    onChange(next);
    setOpen(key);
  };
  const retitle = (field: FormField, title: string) => {
    const { asked, read } = mentionsOf(field.key);
    const isFirst = (naming === field.key || isUnnamed(field)) && read === 0 && asked <= 1;
    if (!isFirst) return onChange(changeField(page, field.key, { title }));
    const named = nameField(page, field.key, title, isTaken);
    drawnAs.current.set(named.key, drawnAs.current.get(field.key) ?? field.key);
    setNaming(named.key);
    if (open === field.key) setOpen(named.key);
    onChange(named.page);
  };
  return (
    <section className={css.fields} aria-label={label}>
      {fields.length === 0 && <p className={css.quiet}>Nothing is asked yet.</p>}
      <ol>
        {fields.map((field, i) => (
          <li key={drawnAs.current.get(field.key) ?? field.key}>
            <div className={css.row}>
              <TextInput
                size="xs"
                aria-label={`Question ${i + 1}`}
                value={field.title}
                maxLength={200}
                onChange={(event) => retitle(field, event.currentTarget.value)}
                onBlur={() => setNaming(undefined)}
              />
              <Select
                size="xs"
                w={150}
                aria-label={`Question ${i + 1}: what it is`}
                allowDeselect={false}
                data={field.kind ? kinds : [{ value: "", label: "Something else" }, ...kinds]}
                value={field.kind ?? ""}
                onChange={(kind) => kind && onChange(turnField(page, field.key, kind as FieldKind))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`More of “${field.title}”`}
                aria-expanded={open === field.key}
                onClick={() => setOpen(open === field.key ? undefined : field.key)}
              >
                <IconChevronDown size={16} aria-hidden className={open === field.key ? css.turned : ""} />
              </ActionIcon>
            </div>
            {open === field.key && (
              <FieldDetails
                field={field}
                documents={documents}
                home={home && { ...home, path: `${home.path}.${field.key}` }}
                isFirst={i === 0}
                isLast={i === fields.length - 1}
                onChange={(change) => onChange(changeField(page, field.key, change))}
                onRequire={(isRequired) => onChange(requireField(page, field.key, isRequired))}
                onMove={(by) => onChange(moveField(page, field.key, by))}
                onRemove={() => onChange(removeField(page, field.key))}
              />
            )}
          </li>
        ))}
      </ol>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
            Add a question
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
          {kinds.map(({ value, label }) => (
            <Menu.Item key={value} onClick={() => add(value as FieldKind)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}

function FieldDetails({
  field,
  documents,
  home,
  isFirst,
  isLast,
  onChange,
  onRequire,
  onMove,
  onRemove,
}: {
  field: FormField;
  documents: FormFieldsProps["documents"];
  /** Of the fields in it. */
  home: FormFieldsProps["home"];
  isFirst: boolean;
  isLast: boolean;
  onChange: (change: FieldSchema) => void;
  onRequire: (isRequired: boolean) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const { schema, kind, title } = field;
  const items = schema["items"] as FieldSchema | undefined;
  const asText = (keyword: string) => String(schema[keyword] ?? "");
  return (
    <div className={css.details}>
      <Textarea
        size="xs"
        label="Help"
        autosize
        minRows={1}
        maxLength={600}
        value={asText("description")}
        onChange={(event) => onChange({ description: event.currentTarget.value || undefined })}
      />
      {kind === "choice" && (
        <TagsInput
          size="xs"
          label="Choices"
          description="Each ends with Enter."
          value={choicesOf(schema).map((one) => one.title)}
          onChange={(titles) => titles.length > 0 && onChange(withChoices(schema, titles))}
        />
      )}
      {kind === "money" && (
        <TextInput
          size="xs"
          label="Currency"
          maxLength={3}
          value={String((schema["x-money"] as { currency?: string }).currency ?? "")}
          onChange={(event) => onChange(inCurrency(schema, event.currentTarget.value.toUpperCase()))}
        />
      )}
      {kind === "document" && (
        <Select
          size="xs"
          label="Which document"
          description={
            Object.keys(documents).length === 0 ? "Name one among the workflow's documents first." : undefined
          }
          data={Object.entries(documents).map(([value, { title: label }]) => ({ value, label }))}
          value={asText("x-document") || null}
          placeholder="Choose"
          onChange={(type) => type && onChange({ "x-document": type })}
        />
      )}
      {(kind === "list" || kind === "group") && (
        <FormFields
          label={`Questions of “${title}”`}
          page={kind === "list" ? (items ?? {}) : schema}
          documents={documents}
          home={home}
          onChange={(inner) => onChange(kind === "list" ? { items: inner } : inner)}
        />
      )}
      <div className={css.acts}>
        <Switch
          size="xs"
          label="Has to be answered"
          checked={field.isRequired}
          onChange={(event) => onRequire(event.currentTarget.checked)}
        />
        <code>{field.key}</code>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move “${title}” up`}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Move “${title}” down`}
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove “${title}”`} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}
