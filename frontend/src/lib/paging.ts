/** Returns the page numbers worth a link from `page` of `pages`: both ends and the neighbours; null is a gap. */
export function neighbours(page: number, pages: number): Array<number | null> {
  const wanted = new Set([1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages));
  const numbers: Array<number | null> = [];
  let last = 0;
  for (const one of [...wanted].sort((a, b) => a - b)) {
    if (one === last + 2) numbers.push(last + 1);
    else if (one > last + 2) numbers.push(null);
    numbers.push(one);
    last = one;
  }
  return numbers;
}
