import { render } from 'preact';
import { html } from '../html.js';
import { Desk } from './desk.js';

render(html`<${Desk} />`, document.getElementById('cards'));
