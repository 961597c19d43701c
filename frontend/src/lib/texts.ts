/** Every word of the site that is not content, in English; each other language has a file with the same entries. */
import { arabic } from "./texts.ar.ts";
import { german } from "./texts.de.ts";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const texts = {
  skip: "Skip to the text",
  home: "Home",
  menu: "Main",
  breadcrumbs: "You are here",
  footerLinks: "More pages",
  elsewhere: "Elsewhere",
  languages: "Languages",
  footer: (site: string) => `${site}. Written for reading.`,
  logo: (site: string) => `${site}, front page`,

  by: "By",
  reviewedBy: "Reviewed by",
  editedBy: "Edited by",
  and: "and",
  credential: (meaning: string, issuer: string) => (issuer ? `${meaning}, ${issuer}` : meaning),
  published: "Published",
  readingTime: (minutes: number) => `${minutes} min read`,
  contents: "In this article",
  references: "References",
  referencesAs: "As a file:",
  backTo: (number: number, place: number) =>
    place === 0 ? `Back to where [${number}] is cited` : `Back to citation ${place + 1} of [${number}]`,
  doi: "DOI",
  pubmed: "PubMed",
  source: "Source",
  on: "on",
  reviewed: (when: string) => `Reviewed on ${when}`,
  readNext: "Read next",
  aboutAuthors: (count: number) => (count === 1 ? "About the author" : "About the authors"),
  ownSite: "Website",

  callouts: { note: "Note", key: "Key point", warning: "Please note" },
  questions: "Questions and answers",
  gallery: "Pictures",
  table: "Table",
  code: "Code",
  playHere: "Play here",
  playTold: (provider: string) => `Playing here loads it from ${provider}, which then learns that you watch it.`,
  opensOn: (provider: string) => (provider ? `Opens on ${provider}` : "Opens on another site"),

  filedUnder: "Filed under",
  tagged: "Tagged",
  part: (position: number, total: number) => `Part ${position} of ${total}`,
  previousPart: "Previous part",
  nextPart: "Next part",

  sections: { category: "Subject", tag: "Tag", author: "Author", series: "Series", archive: "Archive" },
  inside: "More precisely",
  months: "By month",

  identity: {
    title: "Your comments",
    ask: "Have a link mailed to you",
    askWhy:
      "There are no passwords here. Enter your e-mail address, and we send you a link that shows that it is yours.",
    email: "E-mail address",
    askGo: "Send me the link",
    asked: "Look into your mailbox",
    confirmTitle: "Is this you?",
    confirmWhy: (email: string) => `The link was sent to ${email}. Press the button if that is your address.`,
    confirmComment: "With it you confirm this comment:",
    confirmTold: (title: string) => `With it you will be told by mail what is answered on “${title}”.`,
    confirmGo: "Yes, this is my address",
    endTitle: "End mail",
    endPage: (title: string) => `Tell me no longer of answers on “${title}”`,
    endThis: "Tell me no longer of this",
    endEverything: "Send me no mail about comments at all",
    endedBefore: "Nothing is left to end here.",
    until: (when: string) => `The link is good until ${when}.`,
    badTitle: "This link leads nowhere any more",
    again: "Send me a new link",
    writtenAs: (name: string, email: string) =>
      name ? `You write as ${name} (${email}).` : `You are known as ${email}.`,
    none: "You have not written anything yet.",
    more: "Older comments",
    onPage: "on",
    unconfirmed: "Sent under your address, but not confirmed",
    change: "Change or delete",
    name: "Name you write under",
    rename: "Change the name",
    yours: "What is stored about you",
    takeAlong: "Download everything as a file",
    signOut: "Sign out on all devices",
    eraseTitle: "Be forgotten",
    eraseWhy:
      "Your comments, your name and your address are erased for good. Answers of others stay. Nobody can undo this.",
    eraseSure: "Yes, erase everything about me",
    eraseGo: "Erase everything",
    eraseTick: "Please tick the box if you want everything erased.",
    done: {
      renamed: "Your name is changed.",
      changed: "Your comment is changed.",
      deleted: "Your comment is deleted.",
    },
    goneTitle: "That is done",
    commentTitle: "Your comment",
    textOf: "Comment",
    save: "Save the new text",
    tooLate:
      "It can no longer be changed, for the time for it is over or somebody has answered. You can still delete it.",
    changeUntil: (when: string) => `You can change it until ${when}, or until somebody answers.`,
    deleteGo: "Delete this comment",
    deleteWhy: "What you wrote is deleted for good. Answers to it stay.",
    back: "Back to the page",
    waiting: "Only you see this. It waits for a moderator.",
    failed: "This did not work just now. Please try again in a minute.",
  },

  search: {
    title: "Search",
    titleOf: (query: string) => `Search: ${query}`,
    label: "What are you looking for?",
    go: "Search",
    hint: "Words in quotation marks are looked for together; a minus before a word leaves out what has it.",
    suggested: "Suggestions",
    suggestion: "1 suggestion",
    suggestions: "% suggestions",
    kinds: { post: "Post", author: "Author", category: "Subject", tag: "Tag" },
    found: (count: number, written: string, query: string) =>
      `${written} ${count === 1 ? "post" : "posts"}${query ? ` for “${query}”` : ""}. `,
    nothing: (query: string) => (query ? `Nothing was found for “${query}”.` : "Nothing was found."),
    some: "No post has all of these words; these have some of them.",
    meant: "Did you mean",
    narrowedBy: "Narrowed by",
    without: (name: string) => `Without the filter ${name}`,
    withoutFilters: "Search everything for these words",
    sort: "First:",
    sorts: { relevance: "what fits best", date: "what is newest" },
    promoted: "Recommended",
    more: "More results",
    first: "Back to the first results",
    narrow: "Narrow down",
    filters: { category: "Subject", author: "Author", series: "Series", tag: "Tag", year: "Year" },
    moreOf: (count: number) => `${count} more`,
    advice: ["Try fewer or other words.", "Leave out quotation marks and minus signs."],
    subjects: "Or look around",
  },

  posts: "Posts",
  latest: "Latest posts",
  noPosts: "Nothing has been published here yet.",
  pages: "Pages of this list",
  pageNumber: (page: number) => `Page ${page}`,
  pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
  newer: "Newer",
  older: "Older",
  commentCount: (count: number) => plural(count, "comment", "comments"),

  comments: "Comments",
  noComments: "No comments yet.",
  beFirst: "No comments yet. Yours would be the first.",
  permalink: (when: string) => `Comment of ${when}`,
  edited: "edited",
  team: "Team",
  author: "Author",
  deletedComment: "This comment was deleted.",
  replyTo: (name: string) => `Reply to ${name}`,
  reply: "Reply",
  replies: (name: string) => `Replies to ${name}`,
  moreComments: "More comments",
  moreReplies: "More replies",
  firstComments: "Back to the first comments",
  noReplyTarget: "The comment you wanted to answer is no longer here. You can still write a comment of your own.",

  writeComment: "Write a comment",
  trap: "Please leave this empty",
  answering: (name: string) => `Answer ${name}`,
  cancelReply: "Write to everyone instead",
  body: "Comment",
  bodyHint: (most: string) =>
    `Up to ${most} characters. *Emphasis*, **strong**, [links](https://…), lists and > quotes work.`,
  name: "Name",
  nameHint: "Shown beside your comment.",
  email: "E-mail",
  emailHint: "Never shown and never passed on. We use it only if we have a question about your comment.",
  website: "Website (optional)",
  moderated: "A moderator reads every comment before it appears.",
  send: "Send comment",
  held: "Thank you. Your comment is waiting for a moderator and will appear here once it is approved.",
  publishedNow: "Thank you. Your comment is published.",
  keepText: "Your text, so that you can keep it",
  checkFields: "Please look at the marked fields. Nothing you wrote is lost.",
  unreachable: "Your comment could not be sent just now. Nothing you wrote is lost: please try again in a minute.",

  restrictedTitle: "This page is not public",
  restricted: "It is shared with a closed group of readers. If you should be one of them, please ask us.",
  lockedTitle: "This page is behind a password",
  locked:
    "If somebody gave you the password, type it here. It opens this part of the site on this device for a few hours.",
  password: "Password",
  unlock: "Open the page",
  unlockFailed: "The page could not be opened just now. Please try again in a minute.",
  previewEndedTitle: "This preview is over",
  previewEnded: "Previews last a quarter of an hour. Open it again from the editor to see the page as it is now.",
  goneTitle: "This page is no longer here",
  gone: "It was taken off the site. What it was about may live on elsewhere on these pages.",
  missingTitle: "This page isn’t here",
  missing: "The address may have a slip of the pen in it, or the page may have moved on.",
  missingWays: "From here you can go to",
  brokenTitle: "We cannot show this page just now",
  broken: "The fault is on our side, and we have noted it. Please try again in a minute or two.",
  unreadable: "This form could not be read.",
  unsentTitle: "Your comment is not sent yet",
} as const;

/** What a catalogue holds: the same entries as the English one, sentences with the same parameters. */
type Catalogue<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [Name in keyof T]: Catalogue<T[Name]> };

export type Texts = Catalogue<typeof texts>;

export const CATALOGUES: ReadonlyMap<string, Texts> = new Map<string, Texts>([
  ["en", texts],
  ["de", german],
  ["ar", arabic],
]);

/** Returns the words of `language` (BCP 47), of a regional one those of its language, English for one we lack. */
export function textsIn(language: string | undefined): Texts {
  const tag = language?.toLowerCase() ?? "en";
  return CATALOGUES.get(tag) ?? CATALOGUES.get(tag.split("-")[0] ?? "") ?? texts;
}
