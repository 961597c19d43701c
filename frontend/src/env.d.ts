/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The signed value of X-Reader-Address for writes; empty for reads, whose answers are shared by all readers. */
    readerAddress: string;
  }
}
