import { useRef, useState } from 'preact/hooks';
import { Mark } from '../avatar.js';
import { html } from '../html.js';
import { Blocks } from '../slack/blocks.js';
import { Surface } from '../slack/surface.js';
import { Reader } from '../slack/text.js';
import { complaintsBefore, initialValue, stateValues, withIds } from '../slack/values.js';

/** Somebody here and now, whom no id stands for. */
export const reader = {
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  get now() {
    return new Date();
  },
  me: '',
  people: [],
  channels: [],
  bot: { id: '', name: 'Outloud' },
};

/** The blocks in a message, a modal or the home page. They hold what is typed; a press shows what would be sent. */
export function SlackSide({ answer, frame, surface, onPress }) {
  const shownOn = { message: 'a message', modal: 'a modal', home: 'the Home tab' }[surface];
  return html`<section class="side slack" aria-label="In Slack" data-pane tabindex="-1">
    <header class="window-bar"><h2>Slack<small>${shownOn}</small></h2></header>
    <div class="side-body">
      ${
        answer?.ok
          ? html`<${Reader.Provider} value=${reader}><${Shown} key=${JSON.stringify(answer.blocks)} answer=${answer} frame=${frame} surface=${surface} onPress=${onPress} /><//>`
          : html`<p class="empty">${answer ? 'Nothing to show yet.' : 'One moment.'}</p>`
      }
    </div>
  </section>`;
}

function Shown({ answer, frame, surface, onPress }) {
  const typed = useRef({});
  const [, redraw] = useState(0);
  const [complaints, setComplaints] = useState({});
  const blocks = withIds(answer.blocks.map((block) => withPicture(block, answer.pictures)));
  const state = () => stateValues(blocks, typed.current);
  const value = {
    name: 'card',
    complaints,
    busy: false,
    ask: async () => true,
    valueOf: (block, element) => typed.current[block.block_id]?.[element.action_id] ?? initialValue(element),
    set: (block, element, held) => {
      typed.current = {
        ...typed.current,
        [block.block_id]: { ...typed.current[block.block_id], [element.action_id]: held },
      };
      redraw((times) => times + 1);
    },
    press: ({ block, element }) => onPress({ action_id: element.action_id, block_id: block.block_id }, state()),
  };
  const submit = (event) => {
    event.preventDefault();
    const before = complaintsBefore(blocks, state());
    setComplaints(before);
    if (Object.keys(before).length === 0) void onPress(undefined, state());
  };
  const drawn = html`<${Surface.Provider} value=${value}><${Blocks} blocks=${blocks} /><//>`;
  if (surface === 'home') return html`<div class="home">${drawn}</div>`;
  if (surface === 'modal') return html`<${Modal} frame=${frame} blocks=${blocks} onSubmit=${submit}>${drawn}<//>`;
  return html`<article class="message from-bot"><div class="message-row"><${Mark} size=${36} />
    <div class="message-main"><p class="byline"><b>Outloud</b><span class="badge">App</span></p>${drawn}</div></div></article>`;
}

function Modal({ frame, blocks, onSubmit, children }) {
  const hasInputs = blocks.some(({ type }) => type === 'input');
  const hasOwn = blocks.some(({ type, elements }) => type === 'actions' && elements.some(({ url }) => !url));
  const submit = frame?.submit ?? (hasInputs && !hasOwn ? 'Send' : undefined);
  return html`<form class="framed modal" onSubmit=${onSubmit} noValidate>
    <h3 class="framed-title">${frame?.title ?? 'A modal'}</h3>
    <div class="framed-body">${children}</div>
    ${submit && html`<footer class="framed-foot"><button type="submit" class="block-button primary">${submit}</button></footer>`}
  </form>`;
}

/** A picture that would have been uploaded. */
function withPicture(block, pictures) {
  const address = pictures[block.slack_file?.id];
  return address ? { ...block, image_url: address } : block;
}
