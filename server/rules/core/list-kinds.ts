import type { FieldType } from "./fields";

/** What a list of the workspace holds, as far as rules must know. */
export interface ListInfo {
  title: string;
  kind: string;
}

/** What can be asked of a list: numbers of one that holds numbers, text of every other. */
export const askedOf = ({ kind }: Pick<ListInfo, "kind">): FieldType =>
  kind === "number" ? "number" : "text";
