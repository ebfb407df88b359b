import { changePasswordInput } from "@/server/auth/schema";
import { addMember } from "@/server/workspaces/add-member";
import { changePassword } from "@/server/workspaces/change-password";
import { changeRole } from "@/server/workspaces/change-role";
import { finishGuide } from "@/server/workspaces/finish-guide";
import { listGuidesDone } from "@/server/workspaces/list-guides-done";
import { listMembers } from "@/server/workspaces/list-members";
import { removeMember } from "@/server/workspaces/remove-member";
import { addMemberInput, changeRoleInput, guideInput, memberInput } from "@/server/workspaces/schema";
import { procedure, router } from "../trpc";

export const membersRouter = router({
  me: procedure("account.view").query(({ ctx }) => ctx.actor),
  list: procedure("members.view").query(({ ctx }) => listMembers(ctx)),
  add: procedure("members.change")
    .input(addMemberInput)
    .mutation(({ ctx, input }) => addMember(ctx, input)),
  changeRole: procedure("members.change")
    .input(changeRoleInput)
    .mutation(({ ctx, input }) => changeRole(ctx, input)),
  remove: procedure("members.change")
    .input(memberInput)
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
  changePassword: procedure("account.change")
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  guidesDone: procedure("account.view").query(({ ctx }) => listGuidesDone(ctx)),
  finishGuide: procedure("account.change")
    .input(guideInput)
    .mutation(({ ctx, input }) => finishGuide(ctx, input)),
});
