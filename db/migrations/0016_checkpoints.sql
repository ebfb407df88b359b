CREATE TABLE "workflow_checkpoints" (
	"workspace_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"workflow_id" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"document" json NOT NULL,
	"editor" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_checkpoints_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "workflow_checkpoints_workspace_id_workflow_id_title_unique" UNIQUE("workspace_id","workflow_id","title")
);
--> statement-breakpoint
ALTER TABLE "workflow_checkpoints" ADD CONSTRAINT "workflow_checkpoints_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE no action ON UPDATE no action;