// @ts-check

/*
 * "Do it for me": does what a person would do, with the same controls on the page.
 */

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Types into a field so that whoever listens to it hears.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} text
 */
export function type(field, text) {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  setter?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * Writes a message in a window and sends it.
 * @param {string} platform
 * @param {string} text
 */
export async function send(platform, text) {
  const field = /** @type {HTMLTextAreaElement | null} */ (
    document.querySelector(`.window.${platform} [data-composer=main] textarea`)
  );
  if (!field) return;
  type(field, text);
  await pause(150);
  field.form?.requestSubmit();
}

/**
 * Fills the empty fields of a form, picks the choice that names the place, and leaves the rest as it came.
 * @param {Element | null} form
 * @param {{ words: string[], place: string }} content
 */
export async function fill(form, { words, place }) {
  if (!form) return;
  const fields = /** @type {HTMLTextAreaElement[]} */ ([
    ...form.querySelectorAll('textarea, input[type=text], input:not([type])'),
  ]).filter((field) => field.checkVisibility() && !field.disabled && field.value === '');
  for (const [at, field] of fields.entries()) {
    type(field, words[Math.min(at, words.length - 1)] ?? '');
    await pause(60);
  }
  pickPlace(form, place);
  await pause(100);
}

/**
 * @param {Element} form
 * @param {string} place
 */
function pickPlace(form, place) {
  const radios = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[type=radio]')]);
  const wordsOf = (/** @type {HTMLInputElement} */ radio) =>
    (radio.labels?.[0] ?? radio.parentElement)?.textContent ?? '';
  const wanted =
    radios.find((radio) => wordsOf(radio).includes(place)) ??
    radios.find((radio) => wordsOf(radio).startsWith('This community'));
  if (wanted && !wanted.checked) wanted.click();
  for (const select of form.querySelectorAll('select')) {
    const wanted = [...select.options].find(({ text }) => text.includes(place));
    if (!wanted || select.value === wanted.value) continue;
    select.value = wanted.value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
