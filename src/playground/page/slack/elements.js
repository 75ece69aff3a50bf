import { useId, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Menu } from '../menu.js';
import { fromWallTime, toWallTime } from '../time.js';
import { useSurface } from './surface.js';
import { Text, useReader } from './text.js';

/*
 * Block Kit's elements: https://docs.slack.dev/reference/block-kit/block-elements
 * In an input block (`field` given) they only hold a value; elsewhere each change is sent at once.
 */

export function Element({ element, block, field }) {
  const Drawn = DRAWN[element.type];
  if (!Drawn) return html`<span class="unknown">Element "${element.type}" is not one the playground knows</span>`;
  return html`<${Drawn} element=${element} block=${block} field=${field} />`;
}

/** What an element holds now, and a way to change it that also sends the change where that is due. */
function useHeld({ element, block, field }) {
  const surface = useSurface();
  const held = surface.valueOf(block, element);
  const set = async (change, now = !field || block.dispatch_action) => {
    const value = { type: element.type, ...change };
    if (now && !(await surface.ask(element.confirm))) return;
    surface.set(block, element, value);
    if (now) await surface.press({ block, element, selected: value });
  };
  return { held, set, surface };
}

function fieldProps(field, element) {
  if (!field) return { 'aria-label': element.placeholder?.text ?? element.accessibility_label ?? wordsFor(element) };
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
    'data-autofocus': element.focus_on_load || undefined,
  };
}

/** A name for an element that came without one. */
function wordsFor(element) {
  const words = { datepicker: 'Date', timepicker: 'Time', datetimepicker: 'Date and time', overflow: 'More' };
  return words[element.type] ?? 'Choose';
}

function Button({ element, block }) {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy || !(await surface.ask(element.confirm))) return;
    if (/^(?:https?|mailto):/i.test(element.url ?? '')) window.open(element.url, '_blank', 'noopener');
    setBusy(true);
    await surface.press({ block, element, value: element.value });
    setBusy(false);
  };
  return html`<button type="button" class=${`block-button ${element.style ?? ''}`} aria-label=${element.accessibility_label} aria-busy=${busy}
    data-action-id=${element.action_id} onClick=${press}><${Text} text=${element.text} /></button>`;
}

function PlainTextInput(props) {
  const { held, set } = useHeld(props);
  const { element, field } = props;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const shared = {
    ...fieldProps(field, element),
    class: 'text-input',
    value: held?.value ?? '',
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
    onInput: (event) =>
      set(
        { value: event.target.value || null },
        props.block.dispatch_action && triggers.includes('on_character_entered'),
      ),
    onKeyDown: (event) => {
      const sends =
        event.key === 'Enter' &&
        props.block.dispatch_action &&
        triggers.includes('on_enter_pressed') &&
        !event.shiftKey;
      if (!sends) return;
      event.preventDefault();
      void set({ value: event.target.value || null }, true);
    },
  };
  if (element.multiline) return html`<textarea ...${shared} rows="4"></textarea>`;
  const types = { email_text_input: 'email', url_text_input: 'url' };
  const mode = element.type === 'number_input' ? { inputMode: 'decimal' } : {};
  return html`<input ...${shared} ...${mode} type=${types[element.type] ?? 'text'} autocomplete="off" />`;
}

function RichTextInput(props) {
  const { held, set } = useHeld(props);
  const { element, field } = props;
  const change = (text) => set({ rich_text_value: text ? asRichText(text) : null }, false);
  return html`<textarea ...${fieldProps(field, element)} class="text-input" rows=${element.min_lines ?? 4} placeholder=${element.placeholder?.text}
    value=${fromRichText(held?.rich_text_value)} onInput=${(event) => change(event.target.value)}></textarea>`;
}

function asRichText(text) {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

function fromRichText(block) {
  const parts = block?.elements ?? [];
  return parts.map((part) => (part.elements ?? []).map((one) => one.text ?? one.url ?? '').join('')).join('\n');
}

/** The lists that a select can offer, each an array of groups. */
function useChoices(element) {
  const { people, channels, bot } = useReader();
  const kind = element.type.replace(/^multi_/, '');
  if (kind === 'users_select') return [{ options: people.map(({ id, name }) => ({ key: id, text: name })) }];
  if (kind === 'channels_select') return [{ options: channels.map(({ id, name }) => ({ key: id, text: `#${name}` })) }];
  if (kind === 'conversations_select') {
    const direct = { options: [...people, bot].map(({ id, name }) => ({ key: id, text: name })), label: 'People' };
    return [{ label: 'Channels', options: channels.map(({ id, name }) => ({ key: id, text: `#${name}` })) }, direct];
  }
  const ready = element.options ?? [
    ...(element.initial_options ?? []),
    ...(element.initial_option ? [element.initial_option] : []),
  ];
  const groups = element.option_groups ?? [{ options: ready }];
  return groups.map((group) => ({
    label: group.label?.text,
    options: (group.options ?? []).map((option) => ({ key: option.value, text: option.text?.text ?? '', option })),
  }));
}

const HELD_IN = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
};

function keyOf(held) {
  return typeof held === 'object' ? held?.value : held;
}

function Select(props) {
  const { held, set } = useHeld(props);
  const { element, field } = props;
  const groups = useChoices(element);
  const name = HELD_IN[element.type];
  const now = keyOf(held?.[name]) ?? '';
  const pick = (key) => {
    const choice = groups.flatMap((group) => group.options).find((one) => one.key === key);
    void set({ [name]: choice ? (choice.option ?? choice.key) : null });
  };
  const empty = element.placeholder?.text ?? 'Choose an option';
  return html`<span class="select"><select ...${fieldProps(field, element)} value=${now} data-action-id=${element.action_id} onChange=${(event) => pick(event.target.value)}>
    <option value="" disabled=${field?.required}>${empty}</option>
    ${groups.map((group) => {
      const options = group.options.map((one) => html`<option key=${one.key} value=${one.key}>${one.text}</option>`);
      return group.label ? html`<optgroup label=${group.label}>${options}</optgroup>` : options;
    })}
  </select></span>${element.type === 'external_select' && html`<small class="aside">The app fills this list while one types; the playground shows what it starts with.</small>`}`;
}

const HELD_MANY_IN = {
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};

function MultiSelect(props) {
  const { held, set } = useHeld(props);
  const { element, field } = props;
  const groups = useChoices(element);
  const name = HELD_MANY_IN[element.type];
  const picked = held?.[name] ?? [];
  const keys = new Set(picked.map(keyOf));
  const full = element.max_selected_items !== undefined && picked.length >= element.max_selected_items;
  const toggle = (choice) => {
    const value = choice.option ?? choice.key;
    void set({ [name]: keys.has(choice.key) ? picked.filter((one) => keyOf(one) !== choice.key) : [...picked, value] });
  };
  const all = groups.flatMap((group) => group.options);
  const chosen = all.filter((one) => keys.has(one.key)).map((one) => one.text);
  return html`<details class="multi-select">
    <summary ...${fieldProps(field, element)}>${chosen.length > 0 ? chosen.map((text) => html`<span class="pick">${text}</span>`) : html`<span class="placeholder">${element.placeholder?.text ?? 'Choose options'}</span>`}</summary>
    <div role="group" aria-label="Options">
      ${groups.map(
        (group) => html`${group.label && html`<b class="group-label">${group.label}</b>`}
        ${group.options.map(
          (one) =>
            html`<label class="choice" key=${one.key}><input type="checkbox" checked=${keys.has(one.key)} disabled=${full && !keys.has(one.key)} onChange=${() => toggle(one)} /><span>${one.text}</span></label>`,
        )}`,
      )}
    </div>
  </details>`;
}

function Choices(props) {
  const { held, set } = useHeld(props);
  const { element, field } = props;
  const many = element.type === 'checkboxes';
  const group = useId();
  const picked = many ? (held?.selected_options ?? []) : [held?.selected_option].filter(Boolean);
  const change = (option, on) => {
    if (!many) return set({ selected_option: option });
    const kept = element.options.filter((one) =>
      one.value === option.value ? on : picked.some(({ value }) => value === one.value),
    );
    return set({ selected_options: kept });
  };
  return html`<div class="choices" role=${many ? 'group' : 'radiogroup'} aria-labelledby=${field?.labelId} aria-label=${field ? undefined : wordsFor(element)}
    aria-describedby=${field?.describedBy} aria-required=${(!many && field?.required) || undefined} aria-invalid=${(!many && field?.invalid) || undefined}>
    ${(element.options ?? []).map(
      (option, at) => html`<label class="choice" key=${option.value}>
        <input type=${many ? 'checkbox' : 'radio'} name=${group} checked=${picked.some(({ value }) => value === option.value)}
          data-autofocus=${(element.focus_on_load && at === 0) || undefined} onChange=${(event) => change(option, event.target.checked)} />
        <span><${Text} text=${option.text} inline />${option.description && html`<small><${Text} text=${option.description} inline /></small>`}</span>
      </label>`,
    )}
  </div>`;
}

function DatePicker(props) {
  const { held, set } = useHeld(props);
  return html`<input type="date" class="text-input short" ...${fieldProps(props.field, props.element)} value=${held?.selected_date ?? ''}
    onChange=${(event) => set({ selected_date: event.target.value || null })} />`;
}

function TimePicker(props) {
  const { held, set } = useHeld(props);
  const { element } = props;
  return html`<input type="time" class="text-input short" ...${fieldProps(props.field, element)} value=${held?.selected_time ?? ''}
    onChange=${(event) => set({ selected_time: event.target.value || null, ...(element.timezone && { timezone: element.timezone }) })} />
    ${element.timezone && html`<small class="aside">${element.timezone}</small>`}`;
}

function DateTimePicker(props) {
  const { held, set } = useHeld(props);
  const { zone } = useReader();
  const shown = held?.selected_date_time ? toWallTime(held.selected_date_time, zone) : '';
  return html`<input type="datetime-local" class="text-input short" ...${fieldProps(props.field, props.element)} value=${shown}
    onChange=${(event) => set({ selected_date_time: event.target.value ? fromWallTime(event.target.value, zone) : null })} />`;
}

function Overflow({ element, block }) {
  const surface = useSurface();
  const pick = async (option) => {
    if (!(await surface.ask(element.confirm))) return;
    if (/^https?:/i.test(option.url ?? '')) window.open(option.url, '_blank', 'noopener');
    await surface.press({ block, element, selected: { type: 'overflow', selected_option: option } });
  };
  const items = (element.options ?? []).map((option) => ({
    label: html`<${Text} text=${option.text} />`,
    note: option.description?.text,
    onPick: () => void pick(option),
  }));
  return html`<${Menu} label="More options" items=${items} className="overflow" action=${element.action_id} />`;
}

function Feedback({ element, block }) {
  const surface = useSurface();
  const one = (button) =>
    html`<button type="button" class="block-button small" aria-label=${button.accessibility_label} onClick=${() => surface.press({ block, element, value: button.value })}><${Text} text=${button.text} /></button>`;
  return html`${one(element.positive_button)}${one(element.negative_button)}`;
}

function IconButton({ element, block }) {
  const surface = useSurface();
  const { me } = useReader();
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(me)) return null;
  const press = async () => {
    if (await surface.ask(element.confirm)) await surface.press({ block, element, value: element.value });
  };
  return html`<button type="button" class="block-button small" aria-label=${element.accessibility_label} onClick=${press}>${element.icon === 'trash' ? '🗑️ ' : ''}<${Text} text=${element.text} /></button>`;
}

function Image({ element }) {
  return html`<${Picture} source=${element} className="element-image" />`;
}

/** A picture from elsewhere may not load, on a machine without the internet above all: then its words stand there. */
export function Picture({ source, className = '' }) {
  const url = source.image_url ?? fileAddress(source.slack_file) ?? source.thumbnail_url;
  const [broken, setBroken] = useState(false);
  if (!url || broken)
    return html`<span class=${`${className} picture-words`} role="img" aria-label=${source.alt_text}>${source.alt_text || 'Picture'}</span>`;
  return html`<img class=${className} src=${url} alt=${source.alt_text ?? ''} loading="lazy" onError=${() => setBroken(true)} />`;
}

/** A file that was uploaded to this Slack, by its id or its address. */
function fileAddress(file) {
  return file?.id ? `/playground/slack/file/${file.id}` : file?.url;
}

function FileInput({ field, element }) {
  return html`<input type="text" class="text-input" ...${fieldProps(field, element)} disabled value="Files cannot be added in the playground" />`;
}

const DRAWN = {
  button: Button,
  workflow_button: Button,
  plain_text_input: PlainTextInput,
  email_text_input: PlainTextInput,
  url_text_input: PlainTextInput,
  number_input: PlainTextInput,
  rich_text_input: RichTextInput,
  static_select: Select,
  external_select: Select,
  users_select: Select,
  conversations_select: Select,
  channels_select: Select,
  multi_static_select: MultiSelect,
  multi_external_select: MultiSelect,
  multi_users_select: MultiSelect,
  multi_conversations_select: MultiSelect,
  multi_channels_select: MultiSelect,
  checkboxes: Choices,
  radio_buttons: Choices,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  overflow: Overflow,
  feedback_buttons: Feedback,
  icon_button: IconButton,
  image: Image,
  file_input: FileInput,
};
