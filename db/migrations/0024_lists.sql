CREATE TABLE "list_changes" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"list_id" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"entries" integer NOT NULL,
	"reason" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" text collate "C" NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text collate "C",
	"note" text,
	CONSTRAINT "list_changes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "list_entries" (
	"workspace_id" text collate "C" NOT NULL,
	"list_id" text collate "C" NOT NULL,
	"entry_id" text collate "C" NOT NULL,
	"change_id" text collate "C" NOT NULL,
	"value" text NOT NULL,
	"sought" text collate "C" NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"is_withdrawn" boolean NOT NULL,
	"reason" text NOT NULL,
	"owner" text NOT NULL,
	"replaces" text collate "C",
	"recorded_from" timestamp (3) with time zone,
	"recorded_to" timestamp (3) with time zone,
	CONSTRAINT "list_entries_workspace_id_list_id_entry_id_change_id_pk" PRIMARY KEY("workspace_id","list_id","entry_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"kind" text NOT NULL,
	"ignores_case" boolean NOT NULL,
	"needs_approval" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "lists_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "lists_workspace_id_key_unique" UNIQUE("workspace_id","key")
);
--> statement-breakpoint
ALTER TABLE "list_changes" ADD CONSTRAINT "list_changes_workspace_id_list_id_lists_workspace_id_id_fk" FOREIGN KEY ("workspace_id","list_id") REFERENCES "public"."lists"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_workspace_id_list_id_lists_workspace_id_id_fk" FOREIGN KEY ("workspace_id","list_id") REFERENCES "public"."lists"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_workspace_id_change_id_list_changes_workspace_id_id_fk" FOREIGN KEY ("workspace_id","change_id") REFERENCES "public"."list_changes"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lists" ADD CONSTRAINT "lists_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "list_changes_workspace_id_list_id_id_index" ON "list_changes" USING btree ("workspace_id","list_id","id");--> statement-breakpoint
CREATE INDEX "list_changes_waiting" ON "list_changes" USING btree ("workspace_id","list_id","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "list_entries_sought" ON "list_entries" USING btree ("workspace_id","list_id","sought","recorded_from");--> statement-breakpoint
CREATE UNIQUE INDEX "list_entries_known" ON "list_entries" USING btree ("workspace_id","list_id","sought") WHERE recorded_from is not null and recorded_to is null;--> statement-breakpoint
CREATE INDEX "list_entries_paged" ON "list_entries" USING btree ("workspace_id","list_id","entry_id") WHERE recorded_from is not null and recorded_to is null;--> statement-breakpoint
CREATE INDEX "list_entries_workspace_id_change_id_index" ON "list_entries" USING btree ("workspace_id","change_id");