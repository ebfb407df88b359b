"use client";

import { createContext, useContext } from "react";

/** Every word the form itself says. The product supplies them, in the reader's language. */
export const formTextKeys = [
  "form.optional",
  "form.example",
  "form.chooseOne",
  "form.yes",
  "form.no",
  "form.day",
  "form.month",
  "form.year",
  "form.dateExample",
  "form.amount",
  "form.currency",
  "form.searchCountry",
  "form.noCountry",
  "list.item",
  "list.itemOf",
  "list.add",
  "list.addAnother",
  "list.edit",
  "list.done",
  "list.remove",
  "list.removed",
  "list.undo",
  "list.complete",
  "list.missing",
  "list.full",
  "upload.photo",
  "upload.file",
  "upload.more",
  "upload.drop",
  "upload.kinds",
  "upload.progress",
  "upload.reading",
  "upload.received",
  "upload.pages",
  "upload.remove",
  "upload.removed",
  "upload.replace",
  "upload.undo",
  "upload.page",
  "upload.retry",
  "upload.dismiss",
  "upload.preview",
] as const;
export type FormTextKey = (typeof formTextKeys)[number];
export type FormText = (key: FormTextKey, params?: Record<string, string | number>) => string;

const TextContext = createContext<{ text: FormText; locale: string } | undefined>(undefined);

export const FormTextProvider = TextContext.Provider;

/** The words and the language of the form around. */
export function useFormText(): { text: FormText; locale: string } {
  const value = useContext(TextContext);
  if (!value) throw new Error("a form field was drawn outside a SchemaForm");
  return value;
}
