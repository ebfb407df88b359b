"use client";

import { lineField } from "./text";

export const EmailField = lineField({
  type: "email",
  inputMode: "email",
  autoComplete: "email",
  autoCapitalize: "none",
  spellCheck: false,
  ltr: true,
});
