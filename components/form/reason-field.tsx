import { Textarea, type TextareaProps } from "@mantine/core";

/** Asks why. What is answered stays on record, and the server takes no more than fits there. */
export const ReasonField = (props: TextareaProps) => (
  <Textarea label="Why" autosize minRows={2} maxRows={6} maxLength={1000} {...props} />
);
