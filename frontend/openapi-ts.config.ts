import { defineConfig } from "@hey-api/openapi-ts";

/** Types only, and only of what this site asks for. TYPES_FOLDER is for the check that the committed ones are current. */
export default defineConfig({
  input: "./openapi.json",
  output: { path: process.env["TYPES_FOLDER"] ?? "./src/lib/api", clean: false, entryFile: false },
  parser: {
    filters: {
      operations: { include: ["/api\\/site\\/v1\\/.*/"] },
      orphans: false,
    },
  },
  plugins: ["@hey-api/typescript"],
});
