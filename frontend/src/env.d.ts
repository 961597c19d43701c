/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The signed value of X-Reader-Address for writes; empty for reads, whose answers are shared by all readers. */
    readerAddress: string;
    /** What opens pages behind a password for this reader; empty for answers that all readers share. */
    unlock: string;
    /** Where the editors' user bar is; set on previews only. */
    userBar?: string;
  }
}
