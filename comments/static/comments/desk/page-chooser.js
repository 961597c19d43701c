// Starts Wagtail's page choosers on screens that allow no script inside the page.
document.addEventListener("DOMContentLoaded", () => {
  for (const start of document.querySelectorAll("[data-page-chooser]")) {
    new window.PageChooser(start.dataset.pageChooser, JSON.parse(start.dataset.options));
  }
});
