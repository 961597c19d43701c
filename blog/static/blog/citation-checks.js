/* Asks again how citations and references agree, after each automatic save; a new post has its address from the first. */
(() => {
  const EDITED = /\/pages\/(\d+)\/edit\//;
  let latest = 0;

  document.addEventListener('w-autosave:success', async () => {
    const panel = document.querySelector('[data-citation-checks]');
    const page = EDITED.exec(window.location.pathname);
    if (!panel || !page) return;
    latest += 1;
    const asked = latest;
    const url = panel.dataset.url.replace('/0/', `/${page[1]}/`);
    let html;
    try {
      const response = await fetch(url, { credentials: 'same-origin' });
      if (!response.ok || response.redirected) return;
      html = await response.text();
    } catch {
      return; // the next save asks again
    }
    if (asked === latest && panel.innerHTML !== html) panel.innerHTML = html;
  });
})();
