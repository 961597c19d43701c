/* Asks again how citations and references agree, after each automatic save. */
(() => {
  let latest = 0;

  document.addEventListener('w-autosave:success', async () => {
    const panel = document.querySelector('[data-citation-checks]');
    if (!panel) return;
    latest += 1;
    const asked = latest;
    const response = await fetch(panel.dataset.url, { credentials: 'same-origin' });
    if (!response.ok) return;
    const html = await response.text();
    if (asked === latest && panel.innerHTML !== html) panel.innerHTML = html;
  });
})();
