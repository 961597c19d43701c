/** Asks a backend through wagtail-js, as others do; the last line is what it got. `node wagtail-js.mjs <address> <slug>` */
import { CMSClient } from "wagtail-js";

const [baseURL, slug] = process.argv.slice(2);
const client = new CMSClient({ baseURL, apiPath: "/api/v2", cache: "no-store", mediaBaseURL: baseURL });

const posts = await client.fetchPages({ type: "blog.BlogPostPage", limit: 5, order: "-first_published_at" });
const found = await client.fetchPages({ search: "knee", type: "blog.BlogPostPage", fields: ["excerpt", "hero"] });
const page = await client.fetchPage(posts.items[0].id);
const images = await client.fetchImages({ limit: 5 });
const image = await client.fetchImage(images.items[0].id);
const documents = await client.fetchDocuments({ limit: 5 });

console.log(
  JSON.stringify({
    posts,
    found,
    page,
    bySlug: await client.fetchPage(slug),
    images,
    image: client.getMediaSrc(image.meta),
    documents,
    missing: await client.fetchPage(999_999),
    wrong: await client.fetchPages({ limit: "many" }).catch((error) => error.code),
  }),
);
