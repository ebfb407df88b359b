export * from "./applications";
export * from "./audit";
export * from "./cases";
export * from "./parties";
export * from "./runs";
export * from "./webhooks";
export * from "./workflows";
export * from "./workspaces";
