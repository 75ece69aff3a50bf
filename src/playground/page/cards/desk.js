import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Mark } from '../avatar.js';
import { html } from '../html.js';
import { usePaneKeys } from '../panes.js';
import { Reader } from '../slack/text.js';
import { hear, readSamples, translate } from './client.js';
import { Editor } from './editor.js';
import { Heard, Losses, Sent, Summary } from './findings.js';
import { samples as general } from './samples.js';
import { fromHash, toHash } from './share.js';
import { reader, SlackSide } from './slack-side.js';
import { TeamsSide } from './teams-side.js';

const SETTLE_MS = 150;
const first = general[0];

/** A card of one's own, as Teams and as Slack show it. */
export function Desk() {
  const [shown, setShown] = useState(() => shownOf(first));
  const [samples, setSamples] = useState(general);
  const [said, setSaid] = useState('');
  const [marked, setMarked] = useState(null);
  const { answer, busy } = useTranslation(shown);
  const [heard, setHeard] = useState({});
  usePaneKeys();
  const change = useCallback((wanted) => {
    setShown((now) => ({ ...now, ...wanted }));
    setMarked(null);
    setHeard({});
  }, []);

  useEffect(() => {
    void readSamples().then((own) => setSamples([...general, ...own]));
    const readHash = async () => {
      const shared = await fromHash(location.hash);
      if (shared) change({ ...shared, frame: undefined });
    };
    void readHash();
    addEventListener('hashchange', readHash);
    return () => removeEventListener('hashchange', readHash);
  }, [change]);

  const share = async () => {
    const hash = await toHash(shown);
    if (!hash) return setSaid('This card is too long for a link. Save it to a file instead.');
    history.replaceState(null, '', hash);
    setSaid(await copied(location.href));
  };
  const onHear = async (side, press) => {
    const result = await hear(press);
    setHeard((now) => ({ ...now, [side]: result.ok ? result.heard : { tell: result.tell } }));
  };
  const card = answer?.ok === false ? undefined : parsed(shown.source);

  return html`<header class="top-bar" data-pane tabindex="-1" aria-label="Playground">
      <div class="brand"><${Mark} size=${34} /><h1>Outloud<small>A card on both sides</small></h1></div>
      <p class="desk-intro">Paste any Adaptive Card. Teams shows it as it is, Slack gets the nearest it has.</p>
      <a class="top-button" href="/">Back to the playground</a>
    </header>
    <main class="desk">
      <${Editor} shown=${shown} samples=${samples} change=${change} onSample=${(sample) => change(shownOf(sample))} onShare=${share} answer=${answer} marked=${marked} />
      <div class="sides">
        <${TeamsSide} card=${card} frame=${shown.frame} surface=${shown.surface} refusal=${answer?.ok === false ? answer : undefined} marked=${marked}
          onPress=${(action, inputs) => onHear('teams', { platform: 'teams', action, inputs })} />
        <${SlackSide} answer=${answer} frame=${shown.frame} surface=${shown.surface}
          onPress=${(action, state) => onHear('slack', { platform: 'slack', source: shown.source, surface: shown.surface, action, state })} />
        <${Heard} heard=${heard} />
        <${Losses} lost=${answer?.ok ? answer.lost : undefined} marked=${marked} onMark=${setMarked} />
        <${Reader.Provider} value=${reader}><${Summary} text=${answer?.ok ? answer.text : ''} /><//>
        <${Sent} answer=${answer} />
      </div>
    </main>
    <footer class="status-bar">
      <p role="status" aria-live="polite">${said || statusOf(answer, busy)}</p>
      <p class="keys"><kbd>F6</kbd> goes from pane to pane</p>
    </footer>`;
}

function shownOf({ card, surface, frame }) {
  return { source: JSON.stringify(card, null, 2), surface: surface ?? 'message', charts: true, frame };
}

function parsed(source) {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** Asked a moment after the last letter; an older answer never overtakes a newer one. */
function useTranslation({ source, surface, charts }) {
  const [answer, setAnswer] = useState(null);
  const [busy, setBusy] = useState(true);
  const turn = useRef(0);
  useEffect(() => {
    const own = ++turn.current;
    setBusy(true);
    const timer = setTimeout(async () => {
      const next = await translate({ source, surface, charts });
      if (turn.current !== own) return;
      setAnswer(next);
      setBusy(false);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [source, surface, charts]);
  return { answer, busy };
}

function statusOf(answer, busy) {
  if (busy || !answer) return 'Translating';
  if (!answer.ok) return 'Not translated.';
  const { blocks, lost, ms } = answer;
  const kept = lost.length === 0 ? 'everything kept' : `${lost.length} not kept as it was`;
  return `${blocks.length === 1 ? '1 block' : `${blocks.length} blocks`}, ${kept}. Translated in ${ms < 1 ? 'under 1' : Math.round(ms)} ms.`;
}

async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return 'The link is copied: it holds the card itself.';
  } catch {
    return 'The address above now holds the card itself: copy it from there.';
  }
}
