"use client";

import { lineField } from "./text";

/** People write `shop.example`; an address needs its scheme. */
export const UrlField = lineField({
  type: "text",
  inputMode: "url",
  autoComplete: "url",
  autoCapitalize: "none",
  spellCheck: false,
  ltr: true,
  tidy: (typed) => {
    const text = typed.trim();
    return text === "" || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  },
});
