import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';

const LARGEST_FILE = 200_000;

const SURFACES = [
  ['message', 'Message'],
  ['modal', 'Modal'],
  ['home', 'Home'],
];

/** Where the card is written, pasted, dropped or picked, and what it is looked at as. */
export function Editor({ shown, samples, change, onSample, onShare, answer, marked }) {
  const id = useId();
  const text = useRef(null);
  const [problem, setProblem] = useState('');
  const [over, setOver] = useState(false);
  const [scrolled, setScrolled] = useState(0);
  const refusal = answer?.ok === false ? answer : undefined;

  useEffect(() => setProblem(''), [shown.source]);
  // What is marked is brought into sight; the focus stays where it was pressed.
  useEffect(() => {
    if (marked?.at) bringIntoSight(text.current, marked.at);
  }, [marked]);

  const take = async (file) => {
    if (!file) return;
    if (file.size > LARGEST_FILE * 3) return setProblem(`${file.name} is too large for a card.`);
    change({ source: await file.text(), frame: undefined });
  };
  const onDragOver = (event) => {
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const pick = (event) => {
    const sample = samples[Number(event.target.value)];
    if (sample) onSample(sample);
    event.target.value = '';
  };

  return html`<section class=${`editor ${over ? 'over' : ''}`} aria-label="The card" data-pane tabindex="-1"
      onDragOver=${onDragOver} onDragLeave=${() => setOver(false)} onDrop=${onDrop}>
    <div class="editor-tools">
      <label class="field" for=${`${id}-sample`}>Sample
        <select id=${`${id}-sample`} class="text-input" onChange=${pick}><option value="">Pick one</option>
          ${[...Map.groupBy(samples, ({ group }) => group)].map(
            ([group, list]) =>
              html`<optgroup label=${group}>${list.map((sample) => html`<option value=${samples.indexOf(sample)}>${sample.name}</option>`)}</optgroup>`,
          )}</select></label>
      <label class="top-button file-button">Open a file<input type="file" accept=".json,application/json" class="sr" onChange=${(event) => take(event.target.files[0])} /></label>
      <button type="button" class="top-button" onClick=${onShare}>Copy a link</button>
    </div>
    <label class="editor-label" for=${`${id}-source`}>Adaptive Card (JSON)</label>
    <div class="source-box">
    ${marked?.at && html`<${Band} source=${shown.source} span=${marked.at} scrolled=${scrolled} />`}
    <textarea id=${`${id}-source`} ref=${text} class="source" onScroll=${(event) => setScrolled(event.target.scrollTop)} spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off"
      maxLength=${LARGEST_FILE} aria-invalid=${refusal ? 'true' : undefined} aria-describedby=${`${id}-problem`}
      value=${shown.source} onInput=${(event) => change({ source: event.target.value })}></textarea>
    </div>
    <div class="editor-problem" id=${`${id}-problem`} role="alert">${
      (problem || refusal) &&
      html`<p><span aria-hidden="true">⚠ </span>${problem || refusal.tell}
        ${refusal?.at && html` <button type="button" class="link-button" onClick=${() => reveal(text.current, refusal.at)}>Show the place</button>`}</p>`
    }</div>
    <fieldset class="surfaces"><legend>In Slack it stands in a</legend>
      ${SURFACES.map(
        ([key, name]) =>
          html`<label class="choice" key=${key}><input type="radio" name=${`${id}-surface`} value=${key} checked=${shown.surface === key} onChange=${() => change({ surface: key })} />${name}</label>`,
      )}
      <label class="choice"><input type="checkbox" checked=${!shown.charts} onChange=${(event) => change({ charts: !event.target.checked })} />whose workspace has no charts yet</label>
    </fieldset>
  </section>`;
}

/** The lines of a span, behind the letters: a selection shows only where the focus is. */
function Band({ source, span: [from, to], scrolled }) {
  const first = lineOf(source, from);
  const lines = lineOf(source, to) - first + 1;
  return html`<div class="band" aria-hidden="true" style=${`--first:${first};--lines:${lines};--scrolled:${scrolled}px`}></div>`;
}

function lineOf(source, at) {
  return source.slice(0, at).split('\n').length - 1;
}

/** Selects a part of the text, for whoever wants to change it. */
function reveal(area, span) {
  area.focus();
  area.setSelectionRange(...span);
  bringIntoSight(area, span);
}

function bringIntoSight(area, [from]) {
  const height = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, lineOf(area.value, from) * height - area.clientHeight / 3);
  area.scrollLeft = 0;
}
