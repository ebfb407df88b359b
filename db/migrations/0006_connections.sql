CREATE TABLE "connection_circuits" (
	"workspace_id" text collate "C" NOT NULL,
	"connection_id" text collate "C" NOT NULL,
	"failures" integer NOT NULL,
	"counted_from" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"probing_until" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "connection_circuits_workspace_id_connection_id_pk" PRIMARY KEY("workspace_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "connection" text collate "C";--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "next_review_on" date;--> statement-breakpoint
ALTER TABLE "effects" ADD COLUMN "exchange" "bytea";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "limits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "credentials_set_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "credentials_set_by" text collate "C";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "disabled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection_circuits" ADD CONSTRAINT "connection_circuits_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "parties_workspace_id_next_review_on_index" ON "parties" USING btree ("workspace_id","next_review_on");