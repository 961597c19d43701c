/** Payloads as the API sends them, to be changed by each test. */
import type {
  CommentPayload,
  PolicyPayload,
  PostPayload,
  ReferencePayload,
  SiteSettings,
  ThreadPayload,
} from "../src/lib/api/types.gen.ts";
import { type Discussion, EMPTY_FORM } from "../src/lib/discussion.ts";

export const ADA = {
  id: 1,
  name: "Ada Park",
  slug: "ada-park",
  display_name: "Ada Park, ND, RMSK",
  credentials: [
    { letters: "ND", meaning: "Doctor of Naturopathic Medicine", issuer: "A university" },
    { letters: "RMSK", meaning: "Registered in Musculoskeletal Sonography", issuer: "" },
  ],
  portrait: null,
  biography: "",
  orcid: "",
  website: "",
  path: "",
};

export function aSite(changes: Partial<SiteSettings> = {}): SiteSettings {
  return {
    name: "Clinic",
    tagline: "",
    language: "en",
    direction: "ltr",
    languages: [{ language: "en", name: "English", direction: "ltr", path: "/" }],
    logo: null,
    logo_dark: null,
    logo_with_name: true,
    share_picture: null,
    colours: { light: null, dark: null },
    fonts: { text: "source-serif", heading: "source-serif" },
    navigation: [],
    footer: [],
    footer_note: "",
    disclaimer: "",
    social: [],
    comment_texts: { open: "", closed: "", not_yet_open: "", hidden: "", staff: "", confirmed: "", held: "" },
    comment_limits: { body_min: 2, body_max: 1234, name_max: 60, email_max: 254, website_max: 200 },
    ...changes,
  };
}

export function aReference(number: number, changes: Partial<ReferencePayload> = {}): ReferencePayload {
  const id = `00000000-0000-4000-8000-00000000000${number}`;
  return { number, id, text: `Paper ${number}.`, doi: null, pmid: null, url: null, citations: [], ...changes };
}

export function aPost(changes: Partial<PostPayload> = {}): PostPayload {
  return {
    id: 12,
    meta: {
      type: "blog.BlogPostPage",
      detail_url: "",
      html_url: "",
      path: "/blog/backs/",
      slug: "backs",
      locale: "en",
      first_published_at: "2026-03-01T10:00:00Z",
      last_published_at: null,
      seo_title: "",
      search_description: "",
      parent: null,
      ancestors: [],
    },
    title: "Backs",
    excerpt: "About backs.",
    reading_time: 4,
    contributors: [{ role: "author", author: ADA }],
    hero: null,
    body: [],
    toc: [],
    references: [],
    categories: [],
    tags: [],
    series: null,
    reviewed_on: null,
    related: [],
    ...changes,
  };
}

export const OPEN: PolicyPayload = {
  state: "open",
  accepts: true,
  code: null,
  message: "",
  who: "anyone",
  moderation: "everything",
  max_depth: 4,
  votes: true,
  opens_at: null,
  closes_at: null,
  limits: { body_min: 2, body_max: 1234, name_max: 60 },
};

export const CLOSED: PolicyPayload = {
  ...OPEN,
  state: "closed",
  accepts: false,
  code: "comments-closed",
  message: "Commenting has been turned off.",
};

export function aComment(id: string, changes: Partial<CommentPayload> = {}): CommentPayload {
  return {
    pinned: false,
    score: 0,
    id,
    parent: null,
    depth: 1,
    tombstone: false,
    author: { name: `Reader ${id}`, website: "", is_staff: false, is_author: false, seed: "a1" },
    html: `<p>Text of ${id}</p>`,
    created_at: "2026-03-02T09:30:00Z",
    edited_at: null,
    reply_count: 0,
    replies: [],
    more: null,
    path: `/blog/backs/#comment-${id}`,
    ...changes,
  };
}

export function aThread(changes: Partial<ThreadPayload> = {}): ThreadPayload {
  return { page: 12, policy: OPEN, count: 0, comments: [], next: null, own: [], waiting: [], ...changes };
}

export function aDiscussion(changes: Partial<Discussion> = {}): Discussion {
  return {
    page: 12,
    thread: aThread(),
    cursor: "",
    sort: "",
    preview: "",
    likes: [],
    writesAs: "",
    parent: null,
    parentMissing: false,
    form: EMPTY_FORM,
    sent: null,
    ...changes,
  };
}
