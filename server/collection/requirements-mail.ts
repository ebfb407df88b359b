export interface RequirementsMail {
  brand: string;
  items: readonly { title: string; subjectName: string | null; reason: string; note: string | null }[];
  deadline: Date | null;
  link: string;
  linkExpiresAt: Date;
  locale: string;
  timeZone: string;
}

/** The mail that says what is asked, why and until when. It names no answer the applicant gave. */
export function requirementsMail(mail: RequirementsMail): { subject: string; text: string } {
  const { brand, items, deadline, link, linkExpiresAt, timeZone } = mail;
  const day = (at: Date) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(at);
  const one = items.length === 1;
  const lines = items.flatMap(({ title, subjectName, reason, note }) => [
    `- ${title}${subjectName ? ` (${subjectName})` : ""}: ${reason}`,
    ...(note ? [`  ${note}`] : []),
  ]);
  return {
    subject: `${brand}: ${one ? "one more thing" : `${items.length} more things`} for your application`,
    text: [
      `We looked at your application and need ${one ? "one thing" : "these things"} from you:`,
      "",
      ...lines,
      "",
      ...(deadline ? [`Please answer by ${day(deadline)}.`] : []),
      `Open your application here (the link works until ${day(linkExpiresAt)}):`,
      link,
      "",
      "Everything you sent before is kept; nothing else has to be filled in again.",
      brand,
    ].join("\n"),
  };
}
