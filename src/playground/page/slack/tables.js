import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { RichText } from './rich-text.js';

/** https://docs.slack.dev/reference/block-kit/blocks/table-block: the first row is its head. */
export function Table({ block }) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  return html`<div class="block table-scroll" tabindex="0" role="group" aria-label="Table"><table>
    <thead><tr>${head.map((cell, at) => html`<th scope="col" style=${alignOf(settings[at])}><${Cell} cell=${cell} /></th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => html`<td style=${alignOf(settings[at])} class=${settings[at]?.is_wrapped ? 'wrapped' : ''}><${Cell} cell=${cell} /></td>`)}</tr>`)}</tbody>
  </table></div>`;
}

function alignOf(setting) {
  return setting?.align ? `text-align:${setting.align}` : undefined;
}

function Cell({ cell }) {
  if (cell?.type === 'rich_text') return html`<${RichText} block=${cell} />`;
  return cell?.text ?? '';
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block: sorted by a column's head, in pages. */
export function DataTable({ block }) {
  const [head = [], ...rows] = block.rows ?? [];
  const [sort, setSort] = useState({ column: -1, down: false });
  const [page, setPage] = useState(0);
  const size = block.page_size ?? 5;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  const shown = sorted(rows, sort).slice(at * size, (at + 1) * size);
  const rowHead = block.row_header_column_index ?? 0;
  const press = (column) => setSort({ column, down: sort.column === column ? !sort.down : false });
  return html`<div class="block data-table"><div class="table-scroll" tabindex="0" role="group" aria-label=${block.caption}><table>
      <caption>${block.caption}</caption>
      <thead><tr>${head.map(
        (cell, column) =>
          html`<th scope="col" aria-sort=${sort.column === column ? (sort.down ? 'descending' : 'ascending') : undefined}><button type="button" onClick=${() => press(column)}><${Cell} cell=${cell} /><span aria-hidden="true">${sort.column === column ? (sort.down ? ' ↓' : ' ↑') : ''}</span></button></th>`,
      )}</tr></thead>
      <tbody>${shown.map(
        (row) =>
          html`<tr>${row.map((cell, column) => (column === rowHead ? html`<th scope="row"><${Cell} cell=${cell} /></th>` : html`<td class=${cell?.type === 'raw_number' ? 'number' : ''}><${Cell} cell=${cell} /></td>`))}</tr>`,
      )}</tbody>
    </table></div>
    ${
      pages > 1 &&
      html`<div class="pages"><button type="button" disabled=${at === 0} onClick=${() => setPage(at - 1)}>Previous</button>
      <span>Page ${at + 1} of ${pages}</span><button type="button" disabled=${at === pages - 1} onClick=${() => setPage(at + 1)}>Next</button></div>`
    }
  </div>`;
}

function sorted(rows, { column, down }) {
  if (column < 0) return rows;
  const order = [...rows].sort((one, other) => compare(sortKey(one[column]), sortKey(other[column])));
  return down ? order.reverse() : order;
}

function sortKey(cell) {
  if (cell?.type === 'raw_number') return cell.value;
  return cell?.type === 'rich_text' ? JSON.stringify(cell.elements) : (cell?.text ?? '');
}

function compare(one, other) {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), 'en-GB', { numeric: true });
}
