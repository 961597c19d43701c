/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The signed value of X-Reader-Address; empty for answers that all readers share. */
    readerAddress: string;
    /** What opens pages behind a password for this reader; empty for answers that all readers share. */
    unlock: string;
    /** Who this reader is, by the tokens they hold; nobody for answers that all readers share. */
    identity: import("../server/reader-cookies.ts").Identity;
    /** BCP 47 tag of the language this answer is in; the first of the interface where none is known yet. */
    language?: string | undefined;
    /** Where the editors' user bar is; set on previews only. */
    userBar?: string;
  }
}
