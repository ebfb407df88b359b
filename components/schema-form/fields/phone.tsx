"use client";

import { lineField } from "./text";

/** As people write it; only doubled spaces go. */
export const PhoneField = lineField({
  type: "tel",
  inputMode: "tel",
  autoComplete: "tel",
  ltr: true,
  tidy: (typed) => typed.trim().replace(/\s+/g, " "),
});
