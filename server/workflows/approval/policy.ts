import type { Role } from "@/db/enums/enums";

/** Who may give the second look at a change of what runs live. Pure: the screen asks it before the verb does. */

export interface Asked {
  requestedBy: string;
  /** Who changed the document since the live version. */
  authors: readonly string[];
}

export interface Approver {
  id: string;
  role: Role;
}

const approvers: readonly Role[] = ["admin", "risk_manager"];

/** Why this member may not approve or reject; undefined when they may. */
export function whyNotApprove(member: Approver, { requestedBy, authors }: Asked): string | undefined {
  if (!approvers.includes(member.role)) return "A risk manager or an admin approves a version.";
  if (authors.includes(member.id)) return "You changed this workflow since the live version.";
  if (member.id === requestedBy) return "You asked for this review yourself.";
  return undefined;
}

/** Who of the members may, named for those who may not. */
export function whoMayApprove<M extends Approver & { name: string }>(
  members: readonly M[],
  asked: Asked,
): string[] {
  return members.filter((member) => whyNotApprove(member, asked) === undefined).map(({ name }) => name);
}

/** “Ada or Grace”, or what to do when there is nobody. */
export function approverSentence(names: readonly string[]): string {
  if (names.length === 0)
    return "Nobody here may: it takes a risk manager or an admin who changed nothing since the live version. Add one under Settings → Members.";
  const shown = names.slice(0, 4);
  const last = shown.pop();
  const all = shown.length > 0 ? `${shown.join(", ")} or ${last}` : last;
  return `${all}${names.length > 4 ? " or another risk manager or admin" : ""} may approve it: a risk manager or admin who changed nothing since the live version.`;
}
