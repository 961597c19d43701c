"""What moderators set for screening, by branch: numbers, word lists, bans."""
