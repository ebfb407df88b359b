import type { FieldPlace } from "@/components/rules/field-place";
import type { Words } from "@/server/rules/core/words";
import type { Available } from "@/server/workflows/available/policy";

/** A connection of the workspace, as much of it as somebody who chooses one wants to see. */
export interface ChoosableConnection {
  key: string;
  title: string;
  pluginTitle: string;
  isOff: boolean;
}

export interface ConnectionChoices {
  /** Those that this step can use; none while they are not known yet. */
  connections: readonly ChoosableConnection[] | undefined;
  /** Key → what it is for, of connections that exist and are for something else. */
  others: ReadonlyMap<string, string>;
  /** Opens the dialog that makes one, and tells its key; nothing for somebody who may not. */
  create: ((onMade: (key: string) => void) => void) | undefined;
}

/** Where in a workflow the settings stand: what can be read there, and what they can name beside it. */
export interface SettingsPlace extends FieldPlace {
  available: Available;
  /** What sentences call things. */
  words: Words;
  connections: ConnectionChoices | undefined;
}
