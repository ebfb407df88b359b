"use client";

import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { z } from "zod";
import type { FieldWhen } from "@/server/plugins/schema";

interface Property {
  type?: string;
  title?: string;
  description?: string;
  enum?: string[];
  default?: unknown;
  /** Words for the values of `enum`. */
  choices?: Record<string, string>;
  /** Kept like a secret, but nothing to hide while it is typed: a user name. */
  isPlain?: boolean;
  /** Several lines. */
  isLong?: boolean;
  when?: FieldWhen;
}

/** The fields a plugin's schema asks for, as its JSON Schema tells them. */
export function propertiesOf(schema: z.ZodObject): [string, Property][] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input" }) as {
    properties?: Record<string, Property>;
  };
  return Object.entries(properties);
}

/** What the fields begin with: the schema's own defaults, else nothing. */
export const startValues = (schema: z.ZodObject): Record<string, unknown> =>
  Object.fromEntries(
    propertiesOf(schema).map(([name, property]) => [
      name,
      property.default ?? (property.type === "boolean" ? false : ""),
    ]),
  );

/** The settings on which it depends what else is asked. */
export const deciding = (schema: z.ZodObject): string[] =>
  propertiesOf(schema).flatMap(([, { when }]) => (when ? [when.setting] : []));

/** Whether the field is asked for under these settings. */
export const isAsked = ({ when }: Property, settings: Record<string, unknown>): boolean =>
  when === undefined || when.is.includes(String(settings[when.setting]));

/** What a value is called where people read it. */
export function wordsOf(property: Property, value: unknown): string {
  if (value === undefined || value === "") return "Not set";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return property.choices?.[String(value)] ?? String(value);
}

interface ZodFieldsProps {
  schema: z.ZodObject;
  /** Where the values stand in the form: `credentials`. */
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: the values are the schema's, known only at run time
  form: UseFormReturnType<any>;
  /** The settings beside them: some fields are asked for under some settings only. */
  settings?: Record<string, unknown>;
  /** Hides what is typed, as for passwords. */
  isSecret?: boolean;
}

/** One field per property of a plugin's credentials or settings. */
export function ZodFields({ schema, path, form, settings = {}, isSecret = false }: ZodFieldsProps) {
  return propertiesOf(schema)
    .filter(([, property]) => isAsked(property, settings))
    .map(([name, property]) => {
      const field = {
        label: property.title ?? name,
        description: property.description || undefined,
        ...form.getInputProps(`${path}.${name}`),
      };
      if (property.enum)
        return (
          <Select
            key={name}
            data={property.enum.map((value) => ({ value, label: property.choices?.[value] ?? value }))}
            allowDeselect={false}
            {...field}
          />
        );
      if (property.type === "boolean")
        return (
          <Switch key={name} {...field} {...form.getInputProps(`${path}.${name}`, { type: "checkbox" })} />
        );
      if (property.type === "number" || property.type === "integer")
        return <NumberInput key={name} allowDecimal={property.type === "number"} {...field} />;
      if (isSecret && !property.isPlain)
        return (
          <PasswordInput
            key={name}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": `Show or hide ${field.label}` }}
            {...field}
          />
        );
      if (property.isLong) return <Textarea key={name} autosize minRows={2} maxRows={8} {...field} />;
      return <TextInput key={name} autoComplete="off" {...field} />;
    });
}
