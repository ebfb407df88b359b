import { createTransport, type Transporter } from "nodemailer";
import { env } from "./env";
import { shared } from "./shared";

export interface Mail {
  /** The same for every try, so that a second copy can be recognised by whoever receives it. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

/** Why a mail did not leave. `isFinal`: the server refused it for good, so trying again would change nothing. */
export class MailFailure extends Error {
  readonly isFinal: boolean;
  constructor(message: string, isFinal: boolean) {
    super(message);
    this.name = "MailFailure";
    this.isFinal = isFinal;
  }
}

const TIMEOUT_MS = 20_000;

/** Whether mail leaves at all: without a server it is held in the mailbox. */
export const canSendMail = (): boolean => env().SMTP_URL !== undefined;

function transport(): Transporter {
  return shared("smtp", () =>
    createTransport(
      {
        url: env().SMTP_URL,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      } as object,
      { from: env().MAIL_FROM },
    ),
  );
}

/** Hands a mail to the server of `SMTP_URL`. Throws `MailFailure`, whose words name no address. */
export async function sendMail({ messageId, to, subject, text }: Mail): Promise<void> {
  const host = env().PUBLIC_URL ? new URL(env().PUBLIC_URL ?? "").hostname : "gatehouse.local";
  try {
    await transport().sendMail({ to, subject, text, messageId: `<${messageId}@${host}>` });
  } catch (error) {
    throw failureOf(error);
  }
}

const known: Record<string, string> = {
  EAUTH: "The mail server did not accept our sign-in. Check SMTP_URL.",
  EDNS: "The mail server's name could not be found. Check SMTP_URL.",
  ECONNECTION: "The mail server could not be reached.",
  ESOCKET: "The connection to the mail server failed.",
  ETIMEDOUT: "The mail server did not answer in time.",
  EENVELOPE: "The mail server refused the address.",
  ETLS: "The mail server's encryption could not be agreed on.",
};

function failureOf(error: unknown): MailFailure {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const words = (typeof code === "string" && known[code]) || "The mail server did not take the mail.";
  const said = typeof responseCode === "number" ? ` It said ${responseCode}.` : "";
  const isRefused = typeof responseCode === "number" && responseCode >= 500 && code !== "EAUTH";
  return new MailFailure(
    `${words}${said}`,
    isRefused || (code === "EENVELOPE" && responseCode === undefined),
  );
}
