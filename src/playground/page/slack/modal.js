import { useEffect, useRef, useState } from 'preact/hooks';
import { usePlayground } from '../context.js';
import { Dialog } from '../dialog.js';
import { html } from '../html.js';
import { Blocks } from './blocks.js';
import { Surface } from './surface.js';
import { Text } from './text.js';
import { complaintsBefore, initialValue, stateValues, withIds } from './values.js';

/** The form on top of a person's stack. What was typed stays while the app changes the view around it. */
export function Modal({ stack, person, ask }) {
  const { act } = usePlayground();
  const typedIn = useRef(new Map());
  const view = stack.at(-1);
  const [, redraw] = useState(0);
  const [own, setOwn] = useState({ view: '', complaints: {} });
  const [busy, setBusy] = useState(false);
  const form = useRef(null);
  const blocks = withIds(view.blocks ?? []);
  const typed = typedIn.current.get(view.id) ?? {};
  const complaints = { ...view.errors, ...(own.view === view.id ? own.complaints : {}) };
  const shownComplaints = JSON.stringify(complaints);
  const who = { platform: 'slack', as: person.id };
  const first = person.name.split(' ')[0];

  // New complaints lead to the first field that has one.
  useEffect(() => {
    const invalid = form.current?.querySelector('.input.invalid');
    invalid?.querySelector('input, textarea, select, summary')?.focus();
  }, [shownComplaints]);

  const surface = {
    name: `view ${view.id}`,
    complaints,
    busy,
    ask,
    valueOf: (block, element) => {
      const held = typed[block.block_id]?.[element.action_id];
      return held?.type === element.type ? held : initialValue(element);
    },
    set: (block, element, value) => {
      typedIn.current.set(view.id, {
        ...typed,
        [block.block_id]: { ...typed[block.block_id], [element.action_id]: value },
      });
      redraw((times) => times + 1);
    },
    press: ({ block, element, value, selected }) => {
      const state = stateValues(blocks, typedIn.current.get(view.id) ?? {});
      const press = {
        do: 'press-view',
        view_id: view.id,
        action_id: element.action_id,
        block_id: block.block_id,
        value,
        selected,
        state,
      };
      return act({ ...who, ...press }, `${first} chose in the form.`);
    },
  };
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const state = stateValues(blocks, typedIn.current.get(view.id) ?? {});
    const before = complaintsBefore(blocks, state);
    setOwn({ view: view.id, complaints: before });
    if (Object.keys(before).length > 0) return;
    setBusy(true);
    await act(
      { ...who, do: 'submit-view', view_id: view.id, state },
      `${first} pressed ${view.submit?.text ?? 'Submit'}.`,
    );
    setBusy(false);
  };
  const close = () => void act({ ...who, do: 'close-view', view_id: view.id }, `${first} closed the form.`);
  const hasInputs = blocks.some(({ type }) => type === 'input');

  return html`<${Dialog} title=${html`<${Text} text=${view.title} />`} className="modal" step=${view.id} onClose=${close}>
    <${Surface.Provider} value=${surface}>
      <form ref=${form} class="dialog-form" onSubmit=${submit} noValidate>
        <div class="dialog-body"><${Blocks} blocks=${blocks} /></div>
        <footer class="dialog-foot">
          <button type="button" class="block-button" onClick=${close}>${view.close ? html`<${Text} text=${view.close} />` : 'Cancel'}</button>
          ${(view.submit || hasInputs) && html`<button type="submit" class="block-button primary" data-submit aria-busy=${busy}>${view.submit ? html`<${Text} text=${view.submit} />` : 'Submit'}</button>`}
        </footer>
      </form>
    <//>
  <//>`;
}

/** "Are you sure?", as the element's `confirm` words it. */
export function Confirm({ question }) {
  const { confirm, answer } = question;
  return html`<${Dialog} title=${html`<${Text} text=${confirm.title ?? 'Are you sure?'} />`} className="confirm" role="alertdialog" onClose=${() => answer(false)}>
    <div class="dialog-body"><${Text} text=${confirm.text} /></div>
    <footer class="dialog-foot">
      <button type="button" class="block-button" onClick=${() => answer(false)}>${confirm.deny ? html`<${Text} text=${confirm.deny} />` : 'Cancel'}</button>
      <button type="button" class=${`block-button ${confirm.style ?? 'primary'}`} data-autofocus onClick=${() => answer(true)}>${confirm.confirm ? html`<${Text} text=${confirm.confirm} />` : 'Yes'}</button>
    </footer>
  <//>`;
}
