// @ts-check
/** @import { Act, Answer, State } from './types.d.ts' */

/** What the page says to the server, and how it hears of changes. */
export function createClient(base = '/playground') {
  return {
    /** @returns {Promise<State>} */
    async state() {
      const response = await fetch(`${base}/state`, { headers: { accept: 'application/json' } });
      if (!response.ok) throw new Error(`The playground's state could not be read (${response.status}).`);
      return await response.json();
    },

    /** @param {Act} act */
    act(act) {
      return post(`${base}/act`, act);
    },

    /** @param {{ to: 'next' } | { hours: number }} move */
    moveClock(move) {
      return post(`${base}/clock`, move);
    },

    /**
     * @param {(version: number) => void} onVersion
     * @param {(connected: boolean) => void} onConnection
     */
    subscribe(onVersion, onConnection) {
      const events = new EventSource(`${base}/events`);
      events.onopen = () => onConnection(true);
      events.onerror = () => onConnection(false);
      events.onmessage = (event) => onVersion(versionOf(event.data));
      return () => events.close();
    },
  };
}

/** @param {string} data */
function versionOf(data) {
  try {
    return Number(JSON.parse(data).version);
  } catch {
    return Number.NaN;
  }
}

/**
 * Never throws: what went wrong becomes words for the person.
 * @param {string} url
 * @param {unknown} body
 * @returns {Promise<Answer>}
 */
async function post(url, body) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (typeof answer?.ok === 'boolean') return answer;
    return { ok: false, tell: `Outloud answered with an error (${response.status}). Nothing was changed.` };
  } catch {
    return { ok: false, tell: 'Outloud did not answer. Is it still running?' };
  }
}
