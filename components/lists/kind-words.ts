import type { ListKind } from "@/server/lists/schema";

/** What people call the kinds, with what an entry looks like. */
export const listKindTitles: {
  readonly [kind in ListKind]: { title: string; example: string; hint: string };
} = {
  text: { title: "Text", example: "Acme Trading Ltd", hint: "Any text of up to 500 characters." },
  number: { title: "Numbers", example: "6012", hint: "Numbers, such as merchant category codes." },
  email: {
    title: "E-mail addresses",
    example: "jane@example.com",
    hint: "Addresses; @example.com covers everybody of a domain and of the domains below it.",
  },
  domain: {
    title: "Domains",
    example: "example.com",
    hint: "Domains; each covers the domains below it. Web and e-mail addresses are looked up by theirs.",
  },
  iban: {
    title: "IBANs",
    example: "DE89 3704 0044 0532 0130 00",
    hint: "Account numbers; their check digits are checked.",
  },
  ip: {
    title: "IP addresses and networks",
    example: "203.0.113.0/24",
    hint: "Addresses and networks of IPv4 and IPv6; a network covers all its addresses.",
  },
  country: { title: "Countries", example: "DE", hint: "Codes of two letters, as ISO 3166 has them." },
  hash: {
    title: "Hashes",
    example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    hint: "Hexadecimal hashes (MD5, SHA-1, SHA-2), for values that should not stand here themselves.",
  },
};

export const kindChoices = (Object.keys(listKindTitles) as ListKind[]).map((kind) => ({
  value: kind,
  label: listKindTitles[kind].title,
}));
