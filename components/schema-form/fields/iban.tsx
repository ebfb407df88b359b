"use client";

import { lineField } from "./text";

/** `GB29 NWBK 6016 1331 9268 19`: groups of four, as it stands on paper. */
export const IbanField = lineField({
  autoCapitalize: "characters",
  spellCheck: false,
  ltr: true,
  tidy: (typed) =>
    typed
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, "")
      .replace(/(.{4})(?=.)/g, "$1 "),
});
