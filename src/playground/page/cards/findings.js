import { html } from '../html.js';
import { parseMrkdwn } from '../slack/mrkdwn.js';
import { TextBlocks } from '../slack/text.js';

/** What could not be kept; each leads to its place in the card. */
export function Losses({ lost, marked, onMark }) {
  const none = lost === undefined ? 'Nothing to say yet.' : 'Nothing was lost.';
  return html`<section class="findings" aria-label="What could not be kept" data-pane tabindex="-1">
    <h2>What could not be kept${lost?.length > 0 && html` <span class="count">${lost.length}</span>`}</h2>
    ${
      !lost?.length
        ? html`<p class="hint">${none}</p>`
        : html`<ol class="losses">${lost.map(
            (
              loss,
              at,
            ) => html`<li key=${at}><button type="button" class="loss" aria-pressed=${marked === loss} onClick=${() => onMark(marked === loss ? null : loss)}>
            <code>${loss.path}</code><span><b>${loss.what}</b>: ${loss.instead}</span></button></li>`,
          )}</ol>`
    }
  </section>`;
}

/** What notifications show and screen readers read, as Slack shows its own markup. */
export function Summary({ text }) {
  return html`<section class="findings" aria-label="In notifications and for screen readers" data-pane tabindex="-1">
    <h2>In notifications and for screen readers</h2>
    ${text === '' ? html`<p class="hint">Nothing yet.</p>` : html`<div class="summary" tabindex="0" role="group" aria-label="The text"><${TextBlocks} blocks=${parseMrkdwn(text)} /></div>`}
  </section>`;
}

/** For whoever builds cards: the JSON that Slack is sent. */
export function Sent({ answer }) {
  if (!answer?.ok) return null;
  const { text, blocks } = answer;
  return html`<details class="findings"><summary><h2>What Slack is sent, as JSON</h2></summary>
    <pre class="summary" tabindex="0">${JSON.stringify({ text, blocks }, null, 2)}</pre></details>`;
}

/** What Outloud would hear of a press on either side. */
export function Heard({ heard }) {
  const sides = [
    ['teams', 'Teams'],
    ['slack', 'Slack'],
  ].filter(([side]) => heard[side]);
  if (sides.length === 0) return null;
  return html`<section class="findings heard" aria-label="What would be sent" aria-live="polite">
    <h2>What would be sent</h2>
    <div class="heard-sides">${sides.map(([side, name]) => html`<div key=${side}><h3>From ${name}</h3><${Pressed} heard=${heard[side]} /></div>`)}</div>
  </section>`;
}

function Pressed({ heard }) {
  if (heard.tell) return html`<p class="hint">${heard.tell}</p>`;
  if (heard.objections.length > 0)
    return html`<p>Nothing yet: the answer to ${new Intl.ListFormat('en-GB').format(heard.objections)} breaks a rule of its field, and is asked for again.</p>`;
  const { kind, name, values, inputs } = heard;
  const rows = Object.entries({ ...values, ...inputs });
  return html`<p>${kind === 'form' ? 'The form' : 'The action'} <code>${name || '(without a name)'}</code>${rows.length === 0 ? ', with nothing in it.' : ', with'}</p>
    ${rows.length > 0 && html`<dl>${rows.map(([key, value]) => html`<div key=${key}><dt>${key}</dt><dd>${value === '' ? html`<i>empty</i>` : value}</dd></div>`)}</dl>`}`;
}
