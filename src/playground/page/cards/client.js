// @ts-check
/** @import { Json } from '../types.d.ts' */

const base = '/playground/cards';

/** @returns {Promise<Json[]>} */
export async function readSamples() {
  try {
    const response = await fetch(`${base}/samples`);
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

/**
 * How Slack shows the card, or in words why it cannot.
 * @param {{ source: string, surface: string, charts: boolean }} question
 * @returns {Promise<Json>}
 */
export function translate(question) {
  return post(`${base}/translate`, question);
}

/**
 * What would reach Outloud.
 * @param {Json} press
 * @returns {Promise<Json>}
 */
export function hear(press) {
  return post(`${base}/press`, press);
}

/**
 * @param {string} url
 * @param {Json} body
 * @returns {Promise<Json>}
 */
async function post(url, body) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { ok: false, tell: 'Outloud did not answer. Is it still running?' };
  }
}
