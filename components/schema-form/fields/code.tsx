"use client";

import { lineField } from "./text";

/** Numbers and letters copied from a paper: no spelling help, no guesses. */
export const CodeField = lineField({ autoCapitalize: "characters", spellCheck: false, ltr: true });
