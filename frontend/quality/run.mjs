/**
 * Judges finished pages: `node run.mjs`, told on standard input {"post": address, "pages": [addresses], "chromium": path}.
 *
 * Prints {"lighthouse": {figure: median of three}, "invalid": {address: [what is wrong]}} as JSON.
 */
import { text } from "node:stream/consumers";
import { launch } from "chrome-launcher";
import { HtmlValidate } from "html-validate";
import lighthouse from "lighthouse";

const RUNS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const AUDITS = {
  lcp: "largest-contentful-paint",
  cls: "cumulative-layout-shift",
  tbt: "total-blocking-time",
};
const CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    // Astro writes what was asked for; how it is spaced and quoted is not a matter of validity.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "long-title": "off",
    // One stylesheet and a few scripts, all from our own origin.
    "require-sri": "off",
  },
});

async function measure(address, path) {
  const chrome = await launch({ chromePath: path, chromeFlags: CHROMIUM });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    const points = CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]);
    const audits = Object.entries(AUDITS).map(([name, audit]) => [name, lhr.audits[audit].numericValue ?? 0]);
    const wrong = Object.values(lhr.audits)
      .filter((audit) => audit.scoreDisplayMode === "binary" && audit.score === 0)
      .map((audit) => audit.id);
    return { figures: Object.fromEntries([...points, ...audits]), wrong };
  } finally {
    await chrome.kill();
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function judge(address) {
  const answer = await fetch(address);
  const report = await validator.validateString(await answer.text());
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

const { post, pages, chromium } = JSON.parse(await text(process.stdin));
const runs = [];
for (let run = 0; post && run < RUNS; run += 1) runs.push(await measure(post, chromium));
const names = Object.keys(runs[0]?.figures ?? {});
const figures = Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run.figures[name]))]));
const wrong = [...new Set(runs.flatMap((run) => run.wrong))];
const invalid = {};
for (const address of pages) invalid[address] = await judge(address);
console.log(JSON.stringify({ lighthouse: figures, wrong, invalid }));
