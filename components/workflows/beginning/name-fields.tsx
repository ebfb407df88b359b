import { TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";
import { useFreeKey } from "./use-free-key";

export interface NameValues extends Record<string, unknown> {
  title: string;
  key: string;
  /** Null as long as the key follows the name. */
  typedKey: string | null;
}

export const nameValues = (title: string): NameValues => ({ title, key: "", typedKey: null });

/** Name and key. The key follows the name until somebody types one. */
export function NameFields<V extends NameValues>({ form }: { form: UseFormReturnType<V> }) {
  const { title, key: sent, typedKey } = form.getValues();
  const { key, error } = useFreeKey(title, typedKey);
  const { setFieldValue } = form;
  useEffect(() => {
    if (key !== sent) setFieldValue("key", key as never);
  }, [key, sent, setFieldValue]);
  const input = form.getInputProps("key");
  return (
    <>
      <TextInput label="Name" maxLength={120} data-autofocus {...form.getInputProps("title")} />
      <TextInput
        label="Key"
        description="What other systems and files call it. It stays as it is."
        maxLength={64}
        value={key}
        error={input.error ?? error}
        onChange={(event) => {
          form.clearFieldError("key");
          setFieldValue("typedKey", event.currentTarget.value as never);
        }}
      />
    </>
  );
}
