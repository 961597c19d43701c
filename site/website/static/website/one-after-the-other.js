/* A form, and what Wagtail saves of it by itself, go to the server one after the other.
 *
 * Wagtail 8.0 saves by itself even while a form that was just sent is under way. Of the two, whichever is stored last
 * counts as the newer version: the editor is told of "a new version in another window" that nobody made, or finds an
 * earlier text as the latest draft.
 */
(() => {
  /** Milliseconds for which a form waits for what is being saved by itself. */
  const PATIENCE = 10_000;
  /** Milliseconds after which a form that was sent has failed to leave this page: somebody stopped it. */
  const UNDER_WAY = 60_000;
  const ENDS = ["w-autosave:success", "w-autosave:error"];

  let isSaving = false;
  let isHeld = false;
  let sentAt = -UNDER_WAY;

  /** Send the form once nothing is being saved any more, with what the pressed button says: Wagtail disables it. */
  const sendLater = (form, pressed) => {
    isHeld = true;
    const send = () => {
      clearTimeout(timer);
      ENDS.forEach((name) => document.removeEventListener(name, send));
      isHeld = isSaving = false;
      const said = document.createElement("input");
      said.type = "hidden";
      said.name = pressed?.name ?? "";
      said.value = pressed?.value ?? "";
      form.append(said);
      form.requestSubmit();
      said.remove();
    };
    const timer = setTimeout(send, PATIENCE);
    ENDS.forEach((name) => document.addEventListener(name, send));
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (isHeld || performance.now() - sentAt < UNDER_WAY) event.preventDefault();
    else isSaving = true;
  });
  ENDS.forEach((name) =>
    document.addEventListener(name, () => {
      isSaving = false;
    }),
  );
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
    if (!isSaving && !isHeld) {
      sentAt = performance.now();
      return;
    }
    event.preventDefault();
    if (!isHeld) sendLater(event.target, event.submitter);
  });
  window.addEventListener("pageshow", () => {
    sentAt = -UNDER_WAY;
  });
})();
