import { ownProperty } from "@/server/rules/core/read";
import { isMissing } from "@/server/rules/core/value";
import type { Holding, OwnershipProblem } from "./shares";

const entityKinds = new Set(["business", "company", "entity", "organisation", "organization"]);

const text = (row: unknown, field: string): string => {
  const value = ownProperty(row, field);
  return typeof value === "string" ? value.normalize("NFC").replace(/\s+/g, " ").trim() : "";
};

function nameOf(row: unknown, index: number): { name: string; isNamed: boolean } {
  const name =
    text(row, "name") ||
    text(row, "legalName") ||
    [text(row, "firstName"), text(row, "lastName")].filter((part) => part !== "").join(" ");
  return name === "" ? { name: `Owner ${index + 1}`, isNamed: false } : { name, isNamed: true };
}

/** People list one person once per chain: the same name and birth date is the same owner, whatever the rows' ids. */
function ownerKey(row: unknown, index: number): string {
  const { name, isNamed } = nameOf(row, index);
  if (isNamed) return `name:${name.toLowerCase()}:${text(row, "dateOfBirth")}`;
  const id = text(row, "id");
  return id === "" ? `row:${index}` : `id:${id}`;
}

/**
 * The rows of an owner list as holdings, and what is wrong with them. A row with a problem holds nothing. A row with
 * `nomineeFor` is held for the owner of that id.
 */
export function readHoldings(
  rows: unknown[] | undefined,
  path: string,
  shareField: string,
  controlField?: string,
): { holdings: Holding[]; problems: OwnershipProblem[] } {
  if (rows === undefined)
    return {
      holdings: [],
      problems: [{ code: "missing", message: `There is no list of owners at ${path.slice(0, -2)}.` }],
    };
  const problems: OwnershipProblem[] = [];
  const ownerOfId = new Map<string, string>();
  const isOwned = new Set<string>();
  rows.forEach((row, i) => {
    const id = text(row, "id");
    if (id !== "" && (ownerOfId.get(id) ?? ownerKey(row, i)) !== ownerKey(row, i))
      problems.push({
        code: "same_id",
        message: `${nameOf(row, i).name} has the id “${id}” of another owner.`,
      });
    else if (id !== "") ownerOfId.set(id, ownerKey(row, i));
    if (text(row, "via") !== "") isOwned.add(text(row, "via"));
  });
  const ownedKeys = new Set([...isOwned].flatMap((id) => ownerOfId.get(id) ?? []));

  const holdings = rows.flatMap((row, index): Holding[] => {
    const { name } = nameOf(row, index);
    const owner = ownerKey(row, index);
    const kind = text(row, "kind").toLowerCase();
    const base = {
      index,
      owner,
      name,
      isPerson: kind === "" ? !ownedKeys.has(owner) : !entityKinds.has(kind),
    };
    if (base.isPerson && ownedKeys.has(owner))
      problems.push({ code: "owned_person", message: `${name} is a person and cannot be owned.` });
    const share = ownProperty(row, shareField);
    const isShare = typeof share === "number" && share >= 0 && share <= 100;
    if (!isShare)
      problems.push({
        code: "bad_share",
        message: isMissing(share)
          ? `The share of ${name} is missing.`
          : `The share of ${name} is not a number from 0 to 100.`,
      });
    const via = text(row, "via");
    const target = via === "" ? undefined : ownerOfId.get(via);
    if (via !== "" && target === undefined)
      problems.push({
        code: "unknown_via",
        message: `${name} holds through “${via}”, which is not in the list.`,
      });
    const counts = isShare && (via === "" || target !== undefined);
    const held = {
      share: counts ? share : 0,
      ...(target === undefined ? {} : { via: target }),
      ...(counts &&
        controlField !== undefined &&
        ownProperty(row, controlField) === true && { isControl: true }),
    };
    const behind = text(row, "nomineeFor");
    if (behind === "") return [{ ...base, ...held }];
    const nominator = rows.findIndex((one) => text(one, "id") === behind);
    const isSelf = nominator >= 0 && ownerKey(rows[nominator], nominator) === owner;
    if (nominator < 0 || isSelf) {
      problems.push({
        code: "unknown_nominator",
        message: `${name} holds as a nominee for “${behind}”, ${isSelf ? "which is the same owner" : "which is not in the list"}.`,
      });
      return [{ ...base, ...held, share: 0 }];
    }
    // The one behind the register holds; who is on it holds nothing of its own by this row.
    const one = rows[nominator];
    const key = ownerKey(one, nominator);
    const nominatorKind = text(one, "kind").toLowerCase();
    const isPerson = nominatorKind === "" ? !ownedKeys.has(key) : !entityKinds.has(nominatorKind);
    return [
      { ...base, ...held, share: 0, isControl: false },
      { ...held, index: nominator, owner: key, name: nameOf(one, nominator).name, isPerson, nominee: name },
    ];
  });
  return { holdings, problems };
}
