import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';

/**
 * A field to write in. Enter sends, Shift and Enter start a new line. `suggest` gives what could be meant by the words
 * so far (Slack's commands): a list that arrow keys walk and Tab or Enter takes over.
 */
export function Composer({ label, onSend, suggest, before, name, autoFocus = false, onEscape }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [hidden, setHidden] = useState(false);
  const field = useRef(null);
  const id = useId();
  const offers = hidden ? [] : (suggest?.(text) ?? []);
  const at = Math.min(chosen, offers.length - 1);

  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  // The field grows with the words in it.
  useLayoutEffect(() => {
    field.current.style.height = 'auto';
    field.current.style.height = `${Math.min(field.current.scrollHeight, 120)}px`;
  }, [text]);

  const change = (words) => {
    setText(words);
    setHidden(false);
    setChosen(0);
  };
  const take = (offer) => {
    change(offer.insert);
    setHidden(!offer.more);
    field.current.focus();
  };
  const send = async () => {
    const words = text.trim();
    if (!words) return;
    change('');
    const answer = await onSend(words);
    if (answer && !answer.ok) setText((now) => now || words);
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    if (offers.length > 0 && walk(event, { offers, at, setChosen, setHidden, take, text })) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape' && onEscape && !text) {
      event.stopPropagation();
      onEscape();
    }
  };
  const insert = (words) => {
    change(text.startsWith(words) ? text : `${words}${text}`);
    field.current.focus();
  };

  return html`<form class="composer" data-composer=${name} onSubmit=${(event) => {
    event.preventDefault();
    void send();
  }}>
    ${
      offers.length > 0 &&
      html`<div class="suggestions" role="listbox" id=${`${id}-offers`} aria-label="Commands">
      ${offers.map(
        (offer, index) =>
          html`<div role="option" id=${`${id}-${index}`} aria-selected=${index === at} key=${offer.insert}
            onMouseDown=${(event) => event.preventDefault()} onClick=${() => take(offer)}>
            <b>${offer.name}</b> ${offer.hint && html`<code>${offer.hint}</code>`}<span>${offer.note}</span></div>`,
      )}
    </div>`
    }
    <div class="composer-box">
      <label class="sr" for=${id}>${label}</label>
      <textarea id=${id} ref=${field} rows="1" placeholder=${label} value=${text} autocomplete="off" spellcheck="true"
        role=${suggest ? 'combobox' : undefined} aria-autocomplete=${suggest ? 'list' : undefined}
        aria-expanded=${suggest ? offers.length > 0 : undefined} aria-controls=${suggest ? `${id}-offers` : undefined}
        aria-activedescendant=${offers.length > 0 ? `${id}-${at}` : undefined}
        onInput=${(event) => change(event.target.value)} onKeyDown=${onKeyDown}></textarea>
      <div class="composer-tools">
        ${before?.(insert)}
        <button type="submit" class="send" aria-label="Send" title="Send (Enter)" disabled=${text.trim() === ''}>
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="currentColor"><path d="M3 3.2 17.5 10 3 16.8l1.6-5.7L11 10 4.6 8.9z" /></svg>
        </button>
      </div>
    </div>
  </form>`;
}

/** Whether the key was for the list of offers. */
function walk(event, { offers, at, setChosen, setHidden, take, text }) {
  if (event.key === 'ArrowDown') setChosen((at + 1) % offers.length);
  else if (event.key === 'ArrowUp') setChosen((at - 1 + offers.length) % offers.length);
  else if (event.key === 'Escape') setHidden(true);
  else if (event.key === 'Tab' && !event.shiftKey) take(offers[at]);
  else if (event.key === 'Enter' && !event.shiftKey && offers[at].insert.trim() !== text.trim()) take(offers[at]);
  else return false;
  return true;
}
