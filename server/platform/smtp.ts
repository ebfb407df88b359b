import { createTransport, type Transporter } from "nodemailer";
import { env } from "./env";
import { openSocket } from "./outbound-socket";
import { OutboundFailure } from "./outbound-target";
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

/** A mail server of a workspace's own. */
export interface MailServer {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  from: string;
  /** Both empty for a server that asks for none. */
  user: string;
  password: string;
  timeoutMs: number;
  signal: AbortSignal;
}

const MAIL_PORTS = new Set([25, 465, 587, 2525]);

/** Opens the connection through the guard and hands it over; nodemailer looks up no name of its own. */
async function transportTo(server: MailServer): Promise<{ transporter: Transporter; end(): void }> {
  const { port, security, user, password, timeoutMs, signal } = server;
  const { socket, host } = await openSocket({
    host: server.host,
    port,
    isEncrypted: security !== "none",
    isUsualPort: (one) => MAIL_PORTS.has(one),
    signal,
  });
  const transporter = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    tls: { rejectUnauthorized: true },
    ...(user !== "" && { auth: { user, pass: password } }),
    getSocket: (_: unknown, done: (error: Error | null, options: object) => void) =>
      done(null, { connection: socket }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as object);
  const end = () => socket.destroy();
  signal.addEventListener("abort", end, { once: true });
  return {
    transporter,
    end: () => {
      signal.removeEventListener("abort", end);
      transporter.close();
      socket.destroy();
    },
  };
}

async function by<T>(server: MailServer, work: (transporter: Transporter) => Promise<T>): Promise<T> {
  const { transporter, end } = await transportTo(server);
  try {
    return await work(transporter);
  } catch (error) {
    if (server.signal.aborted) throw server.signal.reason;
    throw error instanceof OutboundFailure ? error : failureOf(error, "the connection's settings");
  } finally {
    end();
  }
}

/** Hands a mail to a workspace's own server. Throws MailFailure, or the guard's refusal. */
export const sendMailBy = (server: MailServer, { messageId, to, subject, text }: Mail): Promise<void> =>
  by(server, async (transporter) => {
    await transporter.sendMail({
      from: server.from,
      to,
      subject,
      text,
      messageId: `<${messageId}@${server.host}>`,
    });
  });

/** Connects and signs in, and sends nothing. */
export const verifyMailServer = (server: MailServer): Promise<void> =>
  by(server, async (transporter) => {
    await transporter.verify();
  });

const known: Record<string, string> = {
  EAUTH: "The mail server did not accept our sign-in. Check $WHERE.",
  EDNS: "The mail server's name could not be found. Check $WHERE.",
  ECONNECTION: "The mail server could not be reached.",
  ESOCKET: "The connection to the mail server failed.",
  ETIMEDOUT: "The mail server did not answer in time.",
  EENVELOPE: "The mail server refused the address.",
  ETLS: "The mail server's encryption could not be agreed on.",
};

function failureOf(error: unknown, where = "SMTP_URL"): MailFailure {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const words = (typeof code === "string" && known[code]) || "The mail server did not take the mail.";
  const placed = words.replace("$WHERE", where);
  const said = typeof responseCode === "number" ? ` It said ${responseCode}.` : "";
  const isRefused = typeof responseCode === "number" && responseCode >= 500 && code !== "EAUTH";
  return new MailFailure(
    `${placed}${said}`,
    isRefused || (code === "EENVELOPE" && responseCode === undefined),
  );
}
