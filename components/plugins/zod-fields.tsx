"use client";

import { NumberInput, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { z } from "zod";

interface Property {
  type?: string;
  title?: string;
  description?: string;
  enum?: string[];
  default?: unknown;
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

interface ZodFieldsProps {
  schema: z.ZodObject;
  /** Where the values stand in the form: `credentials`. */
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: the values are the schema's, known only at run time
  form: UseFormReturnType<any>;
  /** Hides what is typed, as for passwords. */
  isSecret?: boolean;
}

/** One field per property of a plugin's credentials or settings. */
export function ZodFields({ schema, path, form, isSecret = false }: ZodFieldsProps) {
  return propertiesOf(schema).map(([name, property]) => {
    const field = {
      label: property.title ?? name,
      description: property.description,
      ...form.getInputProps(`${path}.${name}`),
    };
    if (property.enum) return <Select key={name} data={property.enum} {...field} />;
    if (property.type === "boolean")
      return (
        <Switch key={name} {...field} {...form.getInputProps(`${path}.${name}`, { type: "checkbox" })} />
      );
    if (property.type === "number" || property.type === "integer")
      return <NumberInput key={name} allowDecimal={property.type === "number"} {...field} />;
    if (isSecret)
      return (
        <PasswordInput
          key={name}
          autoComplete="off"
          visibilityToggleButtonProps={{ "aria-label": `Show or hide ${field.label}` }}
          {...field}
        />
      );
    return <TextInput key={name} autoComplete="off" {...field} />;
  });
}
