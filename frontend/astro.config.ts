import node from "@astrojs/node";
import { defineConfig, passthroughImageService } from "astro/config";
import { packing } from "./packing.ts";

export default defineConfig({
  output: "server",
  trailingSlash: "ignore",
  compressHTML: true,
  adapter: node({ mode: "middleware", experimentalDisableStreaming: true, bodySizeLimit: 64 * 1024 }),
  build: { inlineStylesheets: "never" },
  image: { service: passthroughImageService() },
  // Who may write is decided at run time, in server/security.ts.
  security: { checkOrigin: false },
  cache: { provider: { name: "page-cache", entrypoint: new URL("./server/cache-provider.ts", import.meta.url) } },
  integrations: [packing()],
  session: false,
  devToolbar: { enabled: false },
  vite: { build: { assetsInlineLimit: 0 }, ssr: { noExternal: true } },
});
