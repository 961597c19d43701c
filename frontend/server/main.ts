/** Starts the public site: `node server/main.ts`, after `npm run build`. */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What Node has compiled once it need not compile at the next start. It does without where nothing can be written.
enableCompileCache(fileURLToPath(new URL("../dist/.compiled/", import.meta.url)));
const { serve } = await import("./serving.ts");
await serve();
