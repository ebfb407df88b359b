"use client";

import { lineField } from "./text";

/** `20-00-00`; anything that is not six digits stays as it was typed, to be mended. */
export const SortCodeField = lineField({
  inputMode: "numeric",
  spellCheck: false,
  ltr: true,
  tidy: (typed) => {
    const digits = typed.replace(/[\s\-–.]/g, "");
    return /^\d{6}$/.test(digits) ? digits.replace(/(\d\d)(?=\d)/g, "$1-") : typed.trim();
  },
});
