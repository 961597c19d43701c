/// <reference types="vitest/config" />
import { getViteConfig } from "astro/config";

export default getViteConfig(
  {
    test: {
      include: ["tests/**/*.test.ts"],
      globalSetup: ["tests/build.ts"],
      env: {
        TZ: "UTC",
        PUBLIC_URL: "http://blog.test:8000",
        BACKEND_URL: "http://127.0.0.1:9",
        FRONTEND_SECRET: "a secret for the tests",
      },
      sequence: { shuffle: true },
    },
  },
  { devToolbar: { enabled: false } },
);
