import { TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { EventsPicker } from "./events-picker";

export interface EndpointValues extends Record<string, unknown> {
  url: string;
  description: string;
  events: string[];
}

interface EndpointFieldsProps {
  form: UseFormReturnType<EndpointValues>;
  /** What the address is now, when leaving the field empty keeps it. */
  present?: string;
}

/** The fields of an endpoint, the same for a new one and for a change. */
export function EndpointFields({ form, present }: EndpointFieldsProps) {
  return (
    <>
      <TextInput
        label="Address"
        description={
          present
            ? `Now ${present}. Leave it empty to keep it: the whole address is not shown again.`
            : "Requests are sent here by POST. What follows “?” is kept secret."
        }
        placeholder="https://example.com/webhooks"
        autoComplete="off"
        type="url"
        data-autofocus
        {...form.getInputProps("url")}
      />
      <TextInput
        label="Description"
        placeholder="Shop backend"
        autoComplete="off"
        {...form.getInputProps("description")}
      />
      <EventsPicker
        value={form.getValues().events}
        onChange={(events) => form.setFieldValue("events", events)}
        error={form.errors["events"] as string | undefined}
      />
    </>
  );
}
