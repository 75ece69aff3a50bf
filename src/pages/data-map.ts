import type { Words } from '../cards/words.ts';
import { html, type Markup } from './document.ts';

/** Where data goes, drawn from top to bottom so that it can be read on a phone: people, Outloud, its database. */

export interface DataMapView {
  readonly connected: Connected;
  readonly community: boolean;
  readonly builtInDatabase: boolean;
}

export type Connected = 'local' | 'slack' | 'teams' | 'both';

const width = 340;
const box = { x: 50, width: 240, height: 58 };
const [people, outloud, database] = [8, 168, 328];
const height = 430;

export function dataMap(words: Words, { connected, community, builtInDatabase }: DataMapView): Markup {
  const local = connected === 'local';
  return html`<svg
    viewBox=${`0 0 ${width} ${height}`}
    class="data-map"
    role="img"
    aria-label=${`${words('trust.mapName')} ${words('trust.mapInWords')}`}
  >
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
        <path d="M0 0L8 4L0 8Z" class="tip" />
      </marker>
    </defs>
    ${place(people, words('trust.mapPeople'), words(`trust.mapPeopleIn.${connected}`))}
    ${arrow(110, people + box.height, outloud)} ${arrow(230, outloud, people + box.height)}
    ${label(102, 104, 'end', words(community ? 'trust.mapDownCommunity' : 'trust.mapDown'))}
    ${label(238, 104, 'start', words('trust.mapUp'))}
    ${place(outloud, words('trust.mapOutloud'), words(local ? 'trust.mapMachine' : 'trust.mapServer'))}
    ${arrow(170, outloud + box.height, database)}
    ${label(178, 280, 'start', words('trust.mapKept'))}
    ${place(database, words('trust.mapDatabase'), words(builtInDatabase ? 'trust.mapBuiltIn' : 'trust.mapOwn'))}
    <text x=${width / 2} y=${height - 14} text-anchor="middle" class="counts">${words('trust.mapNowhere')}</text>
  </svg>`;
}

function place(y: number, name: string, where: string): Markup {
  const middle = box.x + box.width / 2;
  return html`<g>
    <rect x=${box.x} y=${y} width=${box.width} height=${box.height} rx="8" class="place" />
    <text x=${middle} y=${y + 25} text-anchor="middle" class="name">${name}</text>
    <text x=${middle} y=${y + 44} text-anchor="middle" class="counts">${where}</text>
  </g>`;
}

function arrow(x: number, from: number, to: number): Markup {
  const away = to > from ? 4 : -4;
  return html`<path d=${`M${x} ${from + away}V${to - away}`} class="way" marker-end="url(#tip)" />`;
}

/** Each thing of a list on a line of its own. */
function label(x: number, y: number, anchor: 'start' | 'end', text: string): Markup {
  return html`${text
    .split(/(?<=,) /)
    .map((line, at) => html`<text x=${x} y=${y + at * 17} text-anchor=${anchor} class="counts">${line}</text>`)}`;
}
