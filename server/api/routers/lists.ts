import { addEntry } from "@/server/lists/add-entry";
import { archiveList } from "@/server/lists/archive";
import { changeList } from "@/server/lists/change";
import { changeEntry } from "@/server/lists/change-entry";
import { checkLists } from "@/server/lists/check";
import { createList } from "@/server/lists/create";
import { decideListChange } from "@/server/lists/decide-change";
import { getList } from "@/server/lists/get";
import { getListChange } from "@/server/lists/get-change";
import { getEntryHistory } from "@/server/lists/get-entry-history";
import { listLists } from "@/server/lists/list";
import { listChangesOf } from "@/server/lists/list-changes";
import { listEntriesOf } from "@/server/lists/list-entries";
import { listNamed } from "@/server/lists/list-named";
import {
  addEntryInput,
  archiveListInput,
  changeEntryInput,
  changeInput,
  changeListInput,
  checkListsInput,
  createListInput,
  decideChangeInput,
  entryInput,
  listChangesInput,
  listEntriesInput,
  listInput,
  listListsInput,
  withdrawEntryInput,
} from "@/server/lists/schema";
import { listUses } from "@/server/lists/uses";
import { withdrawEntry } from "@/server/lists/withdraw-entry";
import { procedure, router } from "../trpc";

export const listsRouter = router({
  named: procedure("workflows.view").query(({ ctx }) => listNamed(ctx)),
  list: procedure("lists.view")
    .input(listListsInput)
    .query(({ ctx, input }) => listLists(ctx, input)),
  get: procedure("lists.view")
    .input(listInput)
    .query(({ ctx, input }) => getList(ctx, input)),
  entries: procedure("lists.view")
    .input(listEntriesInput)
    .query(({ ctx, input }) => listEntriesOf(ctx, input)),
  entryHistory: procedure("lists.view")
    .input(entryInput)
    .query(({ ctx, input }) => getEntryHistory(ctx, input)),
  changes: procedure("lists.view")
    .input(listChangesInput)
    .query(({ ctx, input }) => listChangesOf(ctx, input)),
  changedEntries: procedure("lists.view")
    .input(changeInput)
    .query(({ ctx, input }) => getListChange(ctx, input)),
  uses: procedure("lists.view")
    .input(listInput)
    .query(({ ctx, input }) => listUses(ctx, input)),
  check: procedure("lists.view")
    .input(checkListsInput)
    .query(({ ctx, input }) => checkLists(ctx, input)),
  create: procedure("lists.manage")
    .input(createListInput)
    .mutation(({ ctx, input }) => createList(ctx, input)),
  change: procedure("lists.manage")
    .input(changeListInput)
    .mutation(({ ctx, input }) => changeList(ctx, input)),
  archive: procedure("lists.manage")
    .input(archiveListInput)
    .mutation(({ ctx, input }) => archiveList(ctx, input)),
  addEntry: procedure("lists.change")
    .input(addEntryInput)
    .mutation(({ ctx, input }) => addEntry(ctx, input)),
  changeEntry: procedure("lists.change")
    .input(changeEntryInput)
    .mutation(({ ctx, input }) => changeEntry(ctx, input)),
  withdrawEntry: procedure("lists.change")
    .input(withdrawEntryInput)
    .mutation(({ ctx, input }) => withdrawEntry(ctx, input)),
  decide: procedure("lists.approve")
    .input(decideChangeInput)
    .mutation(({ ctx, input }) => decideListChange(ctx, input)),
});
