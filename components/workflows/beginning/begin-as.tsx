"use client";

import type { ReactNode } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { type Beginning, nameInput } from "@/server/workflows/beginnings/policy";
import { NameFields, nameValues } from "./name-fields";
import { useBegin } from "./use-begin";

interface BeginAsProps {
  beginning: Beginning;
  /** What somebody should know before. */
  children?: ReactNode;
}

/** The last question before a document becomes a workflow of this workspace: what it is called here. */
export function BeginAs({ beginning, children }: BeginAsProps) {
  const begin = useBegin();
  const { document, editor } = beginning;
  const { form, ...frame } = useServerForm({
    initialValues: nameValues(document.title),
    schema: nameInput,
    toInput: ({ title, key }) => ({ title, key }),
    send: ({ title, key }) => begin({ document: { ...document, title, key }, editor }),
  });
  return (
    <FormFrame {...frame} verb="Create">
      <NameFields form={form} />
      {children}
    </FormFrame>
  );
}
