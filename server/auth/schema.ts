import { z } from "zod";

export const MIN_PASSWORD = 15;
export const MAX_PASSWORD = 1024;

const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** The one address a text stands for, in lower case, or nothing: lists, quotes, controls and look-alikes are refused. */
export function normaliseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && ADDRESS.test(email) ? email : undefined;
}

/** An e-mail address that is exactly one. */
export const emailInput = z.string().transform((text, ctx) => {
  const email = normaliseEmail(text);
  if (email) return email;
  ctx.addIssue({ code: "custom", message: "Enter one e-mail address, like ada@example.com." });
  return z.NEVER;
});

/* What long passwords are lazily made of. Removed from the text, together with digits and repeats, little may remain. */
const common = [
  "password passwort passphrase welcome letmein iloveyou monkey dragon sunshine princess football baseball superman",
  "batman shadow master trustno qwerty qwertz azerty asdfgh zxcvbn qazwsx secret changeme default administrator admin",
  "login access user test guest hello summer winter spring autumn january february march april june july august",
  "september october november december company office whatever freedom starwars computer internet michael jennifer",
  "correcthorsebatterystaple thequickbrownfox gatehouse risk compliance analyst onboarding decision",
]
  .join(" ")
  .split(" ");
const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "qwertzuiop", "azertyuiop"];
const leet: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

function removeRuns(text: string): string {
  let rest = text;
  for (const row of rows)
    for (let size = row.length; size >= 4; size--)
      for (let from = 0; from + size <= row.length; from++) {
        const run = row.slice(from, from + size);
        rest = rest.replaceAll(run, "").replaceAll([...run].reverse().join(""), "");
      }
  return rest;
}

/**
 * What is wrong with a password, or nothing. Long, and not made of common words, rows of keys, or words of the place
 * (`context`: name, e-mail, workspace). No composition rules: they make passwords worse.
 */
export function passwordIssue(password: string, context: readonly string[] = []): string | undefined {
  const length = [...password].length;
  if (length < MIN_PASSWORD)
    return `Use at least ${MIN_PASSWORD} characters. A few unrelated words are easy to remember.`;
  if (password.length > MAX_PASSWORD) return `Use at most ${MAX_PASSWORD} characters.`;
  const plain = [...password.toLowerCase()].map((char) => leet[char] ?? char).join("");
  const words = [...context.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)), ...common]
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  let rest = plain.replace(/[^\p{L}]+/gu, "");
  for (const word of words) rest = rest.replaceAll(word, "");
  rest = removeRuns(rest)
    .replace(/(.)\1{2,}/gu, "$1")
    .replace(/^(.{1,4})\1+$/u, "$1");
  // Symbols and digits count too, once each: a random string needs no letters.
  const others = new Set(password.replace(/[\p{L}\s]/gu, "")).size;
  const isEnough = new Set(rest).size + others >= 8 && (new Set(rest).size >= 5 || others >= 9);
  if (!isEnough)
    return "This is too easy to guess: it is made of common words, repeats or names. Add unrelated words.";
  return undefined;
}

/** What /sign-in gets back as `error`: one for every wrong pair, one for too many tries with the seconds to wait. */
export function signInRefusal(code: string | undefined): string | undefined {
  if (!code) return undefined;
  const [name, seconds] = code.split(".");
  if (name === "TooManyTries") {
    const wait = Math.max(1, Math.ceil(Number(seconds) || 1));
    const words = wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`;
    return `Too many tries. Wait ${words}, then try again.`;
  }
  if (name === "CredentialsSignin") return "E-mail and password do not match. Check both and try again.";
  if (name === "SessionRequired") return "Your session has ended. Sign in to go on.";
  return "Signing in did not work. Try again.";
}

/** The path inside Gatehouse to go on to after signing in; anything that leads elsewhere becomes the start page. */
export function safeCallbackPath(
  wanted: string | null | undefined,
  origin = "http://gatehouse.invalid",
): string {
  if (!wanted || !URL.canParse(wanted, origin)) return "/";
  const url = new URL(wanted, origin);
  const path = `${url.pathname}${url.search}${url.hash}`;
  const leavesOrLoops =
    url.origin !== origin || path.startsWith("//") || /^\/(api|sign-in)(\/|\?|#|$)/.test(path);
  return leavesOrLoops ? "/" : path;
}

export const changePasswordInput = z.strictObject({
  current: z.string().max(MAX_PASSWORD),
  next: z.string().max(MAX_PASSWORD, `Use at most ${MAX_PASSWORD} characters.`),
});
