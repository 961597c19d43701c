/** Keeps a written colour and the browser's picker beside it in step. Without it, the written one still works. */
(() => {
  const WRITTEN = /^#?([\da-f]{3}|[\da-f]{6})$/i;

  function spelled(text) {
    const digits = WRITTEN.exec(text.trim())?.[1]?.toLowerCase();
    if (!digits) return null;
    return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits}`;
  }

  class ColourInput extends window.StimulusModule.Controller {
    connect() {
      const [text, picker] = this.element.querySelectorAll("input");
      const show = () => {
        picker.value = spelled(text.value) ?? spelled(text.placeholder) ?? "#000000";
        picker.classList.toggle("colour-input__picker--ours", spelled(text.value) === null);
      };
      text.addEventListener("input", show);
      picker.addEventListener("input", () => {
        text.value = picker.value;
        text.dispatchEvent(new Event("input", { bubbles: true }));
        text.dispatchEvent(new Event("change", { bubbles: true }));
      });
      show();
    }
  }

  window.wagtail.app.register("colour-input", ColourInput);
})();
