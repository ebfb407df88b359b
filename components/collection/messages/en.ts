import { answerMessages } from "@/server/collection/messages/catalogue";
import { refusals } from "@/server/documents/schema";

type Named<Prefix extends string, Words> = { [Key in keyof Words & string as `${Prefix}.${Key}`]: string };

/** Under a keyed prefix, so that a translation covers what the server says as well. */
function under<Prefix extends string, Words extends { readonly [key: string]: string }>(
  prefix: Prefix,
  words: Words,
  shape = (text: string) => text,
): Named<Prefix, Words> {
  return Object.fromEntries(
    Object.entries(words).map(([key, text]) => [`${prefix}.${key}`, shape(text)]),
  ) as Named<Prefix, Words>;
}

/** At the field its name stands above already: `{field}: use 6 digits.` becomes `Use 6 digits.` */
const withoutField = (text: string) =>
  text.replace(/^\{field\}: (.)/, (_, first: string) => first.toUpperCase());

/** Every word of the applicant's pages, in ICU message format. The key is what code knows; this file is what people read. */
export const en = {
  "frame.skip": "Skip to the form",
  "frame.help": "Help",
  "frame.language": "Language",

  "progress.label": "Progress",
  "progress.step": "Step {step} of {total} · {title}",
  "save.saved": "Saved",
  "save.saving": "Saving…",
  "save.waiting": "Not saved yet, we keep trying",
  "save.stopped": "Not saved. {message}",
  "save.newer": "Some answers were changed on another device. We show the newer ones.",
  "save.restored": "We kept what you typed on this device.",

  "step.continue": "Continue",
  "step.toReview": "Save and review",
  "step.back": "Back to {title}",
  "step.backToStart": "Back",
  "problems.title":
    "{count, plural, one {One answer needs another look} other {# answers need another look}}",
  "problems.line": "{field}: {message}",

  "review.short": "Review",
  "review.title": "Is everything right?",
  "review.lead": "Look it over once. You can change anything before you send it.",
  "review.change": "Change",
  "review.missing":
    "{count, plural, one {One answer is missing or needs another look} other {# answers are missing or need another look}}",
  "review.empty": "Not answered",
  "review.none": "None added",
  "review.send": "Send application",
  "review.sending": "Sending…",
  "review.offline":
    "You are offline, so nothing was sent. Your answers are kept on this device. Try again when you are back online.",
  "review.unsaved":
    "Your last answers are not saved yet, so nothing was sent. Check your connection, then try again.",

  "answer.kicker": "What we still need",
  "answer.title":
    "{count, plural, =1 {One more thing} =2 {Two more things} =3 {Three more things} other {# more things}}",
  "answer.lead": "We have everything else. You do not need to enter it again.",
  "answer.deadline": "Answer by {date}: {left}",
  "answer.daysLeft": "{days, plural, =0 {today is the last day} one {1 day left} other {# days left}}",
  "answer.overdue": "This was due on {date}. You can still answer.",
  "answer.place": "{number} of {total}",
  "answer.placeOf": "{number} of {total} · {name}",
  "answer.needed": "Needed",
  "answer.answered": "Answered",
  "answer.received": "Received",
  "answer.note": "Note from {brand}",
  "answer.before": "Your answer before",
  "answer.beforeDocument": "You sent before",
  "answer.beforeNothing": "You have not answered this before.",
  "answer.send": "Send answers",
  "answer.sending": "Sending…",
  "answer.confirm": "Please confirm this to go on.",

  "wait.chip": "Being checked",
  "wait.title": "We have your application",
  "wait.lead":
    "You can close this page. We will write to you as soon as there is news, and it will stand here too.",
  "wait.received": "Application received",
  "wait.checks": "We check your details",
  "wait.checksNote": "Most of this takes minutes.",
  "wait.person": "A person looks at it",
  "wait.personNote": "Only if something needs a second look.",
  "wait.decision": "Decision",
  "wait.decisionNote": "By e-mail and on this page.",
  "wait.yourPart": "Your answers",
  "wait.live": "This page updates by itself.",
  "wait.reference": "Reference",
  "wait.back": "Go back to {brand}",

  "done.approved": "Approved",
  "done.declined": "Not approved",
  "done.decided": "Decided",
  "done.closed": "Closed",
  "done.closedTitle": "This application is closed",
  "done.closedLead": "Nothing more is needed from you.",
  "done.reasons": "Why",
  "done.decidedAt": "Decided on {date}",
  "done.help": "Questions? Write to {email} and give the reference.",

  "closed.title": "This link does not work any more",
  "closed.lead":
    "Links stop working after some time, and when they are replaced. What you have filled in is not lost.",
  "closed.what": "What to do",
  "closed.again": "Open the link in the latest message you got from the company that invited you.",
  "closed.ask": "If that does not work either, ask them for a new link.",

  "failed.title": "This did not work",
  "failed.lead":
    "Nothing you typed is lost. Try again; if it happens again, write to us and give the reference.",
  "failed.offline": "We cannot reach the server. Check your connection, then try again.",
  "failed.retry": "Try again",
  "failed.reference": "Reference {reference}",

  "form.optional": "(optional)",
  "form.example": "For example {example}",
  "form.chooseOne": "Choose one",
  "form.yes": "Yes",
  "form.no": "No",
  "form.day": "Day",
  "form.month": "Month",
  "form.year": "Year",
  "form.dateExample": "For example 27 3 1985",
  "form.amount": "Amount",
  "form.currency": "Currency",
  "form.searchCountry": "Type to search",
  "form.noCountry": "No country has this name",

  "list.item": "{item} {number}",
  "list.itemOf": "{item} {number} of {total}",
  "list.add": "Add {item}",
  "list.addAnother": "Add another {item}",
  "list.edit": "Change",
  "list.done": "Done",
  "list.remove": "Remove",
  "list.removed": "{name} was removed.",
  "list.undo": "Undo",
  "list.complete": "Complete",
  "list.missing": "{count, plural, one {1 answer missing} other {# answers missing}}",
  "list.full": "This list takes {max} at most.",

  "upload.photo": "Take a photo",
  "upload.file": "Choose a file",
  "upload.more": "Add a file",
  "upload.drop": "You can also drop files here.",
  "upload.kinds": "PDF, JPEG, PNG or HEIC, up to 10 MB each. Choose several files for several pages.",
  "upload.progress": "Sending, {percent} %",
  "upload.reading": "Being read…",
  "upload.received": "Received",
  "upload.pages": "· {count, plural, one {1 page} other {# pages}}",
  "upload.remove": "Remove",
  "upload.removed": "The file was taken out.",
  "upload.replace": "Another file",
  "upload.undo": "Undo",
  "upload.page": "Add a page",
  "upload.retry": "Try again",
  "upload.dismiss": "Close this message",
  "upload.failed": "The file did not arrive. Check your connection, then try again.",
  "upload.preview": "First page of {name}",

  ...under("problem", answerMessages, withoutField),
  ...under("refusal", refusals),
} as const;

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;
