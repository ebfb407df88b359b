/**
 * What is wrong with an answer, in words that name the field and the fix; `{name}` stands for a parameter. Keyed by the
 * issue's code, so that applicant pages can say the same in another language.
 */
export const answerMessages = {
  required: "{field}: fill this in.",
  required_choice: "{field}: choose one.",
  required_document: "{field}: upload this document.",
  required_tick: "{field}: tick this box to go on.",
  type: "{field}: this is not the kind of answer that is asked for.",
  number: "{field}: use a number.",
  integer: "{field}: use a whole number.",
  choice: "{field}: choose one of the answers offered.",
  min_length: "{field}: use at least {limit} characters.",
  max_length: "{field}: use at most {limit} characters.",
  minimum: "{field}: use {limit} or more.",
  maximum: "{field}: use {limit} or less.",
  above: "{field}: use more than {limit}.",
  below: "{field}: use less than {limit}.",
  multiple: "{field}: use a multiple of {limit}.",
  min_items: "{field}: add at least {limit}.",
  max_items: "{field}: keep at most {limit}.",
  unique_items: "{field}: two of these are the same. Remove one.",
  pattern: "{field}: this does not have the right form. Check it letter by letter.",
  money: "{field}: use an amount such as 1250.00.",
  money_currency: "{field}: use an amount in {currency}.",
  country: "{field}: choose a country from the list.",
  currency: "{field}: use a three-letter currency such as EUR.",
  date: "{field}: use a date that exists, such as 31 January 1990.",
  date_past: "{field}: use a date that is not in the future.",
  date_future: "{field}: use a date that is still to come.",
  email: "{field}: use an address such as name@example.com.",
  phone: "{field}: use a number with its country code, such as +44 20 7946 0018.",
  url: "{field}: use a web address such as https://example.com.",
  iban: "{field}: check the IBAN; a digit seems wrong. It stands on your bank statement.",
  sort_code: "{field}: use 6 digits, such as 12-34-56.",
  routing_number: "{field}: use the 9 digits at the bottom left of a cheque; one seems wrong.",
  account_number: "{field}: use the account number as it stands on your bank statement.",
  account_number_GB: "{field}: use 8 digits, with zeros in front if it is shorter.",
  account_number_US: "{field}: use 4 to 17 digits, as on your bank statement.",
  vat: "{field}: use the VAT number with its country letters, such as DE136695976; check each digit.",
  company_number: "{field}: use the number as it stands in the register.",
  company_number_GB:
    "{field}: use 8 digits, or two letters and 6 digits, as on your certificate of incorporation.",
  company_number_DE: "{field}: use the number as in the Handelsregister, such as HRB 12345.",
  company_number_US: "{field}: use the file number of your state, 4 to 15 letters and digits.",
  ein: "{field}: use 9 digits as on your letter from the IRS, such as 12-3456789.",
  postcode: "{field}: use the postcode of this address.",
  postcode_GB: "{field}: use a postcode such as SW1A 1AA.",
  postcode_DE: "{field}: use 5 digits, such as 10115.",
  postcode_US: "{field}: use 5 digits, such as 94105.",
  document_unknown: "{field}: this file is not there any more. Upload it again.",
  document_processing: "{field}: the file is still being read. Wait a moment and try again.",
  document_refused: "{field}: the file could not be used. Upload another.",
  not_asked: "{field}: this is not asked for any more. Reload the page.",
  other: "{field}: this does not fit what is asked for.",
} as const;

export type AnswerCode = keyof typeof answerMessages;

/** The English sentence of an issue. */
export function answerMessage(code: AnswerCode, params: Readonly<Record<string, string | number>>): string {
  return answerMessages[code].replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

/** What an outcome is called to the applicant, by its kind, where the workflow has no words of its own (`texts`). */
export const resultTitles = {
  positive: "Your application was approved.",
  negative: "We cannot approve your application.",
  review: "Your application is being looked at by a person.",
  request: "We need more information before we can go on.",
  neutral: "Your application was decided.",
} as const;
