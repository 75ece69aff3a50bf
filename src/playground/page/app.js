import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Mark } from './avatar.js';
import { createClient } from './client.js';
import { PlaygroundContext } from './context.js';
import { html } from './html.js';
import { usePaneKeys } from './panes.js';
import { SlackWindow } from './slack/window.js';
import { TeamsWindow } from './teams/window.js';
import { cityOf, clockTime, longDay } from './time.js';
import { castOf } from './tour/steps.js';
import { Tour, useTour } from './tour/tour.js';
import { conversationsOf, countUnread, keyOf, loadSeen, newestFor, newlyWrittenTo, saveSeen } from './unread.js';

const client = createClient();
const NARROW = matchMedia('(max-width: 1019px)');

export function App() {
  const world = useWorld();
  if (!world.state)
    return html`<p class="loading" role="status">${world.failed ? 'Outloud cannot be reached. Trying again.' : 'Opening the playground'}</p>`;
  return html`<${Page} world=${world} />`;
}

/** The state as the server has it, read anew at each change. */
function useWorld() {
  const [state, setState] = useState(null);
  const [connected, setConnected] = useState(true);
  const [failed, setFailed] = useState(false);
  const reading = useRef(null);
  const again = useRef(false);

  const refresh = useCallback(async () => {
    if (reading.current) {
      again.current = true;
      return await reading.current;
    }
    reading.current = (async () => {
      do {
        again.current = false;
        try {
          const next = await client.state();
          setState((now) => (now && now.version === next.version && now.now === next.now ? now : next));
          setFailed(false);
        } catch {
          setFailed(true);
          setTimeout(() => void refresh(), 2000);
        }
      } while (again.current);
      reading.current = null;
    })();
    return await reading.current;
  }, []);

  useEffect(() => {
    void refresh();
    return client.subscribe(() => void refresh(), setConnected);
  }, [refresh]);
  return { state, connected: connected && !failed, failed, refresh };
}

function Page({ world }) {
  const { state, refresh } = world;
  const [said, setSaid] = useState('');
  const [problems, setProblems] = useState({});
  const [places, setPlaces] = useState(() => firstPlaces(state));
  const [front, setFront] = useState('slack');
  const narrow = useMedia(NARROW);
  const unread = useUnread(state, places, narrow ? [front] : ['slack', 'teams']);
  useNews(state, setSaid);
  useEffect(() => keepPlaces(places), [places]);

  const show = useCallback(
    (platform, wanted) => {
      setFront(platform);
      setPlaces((now) => ({ ...now, [platform]: settle(state, platform, { ...now[platform], ...wanted }) }));
    },
    [state],
  );
  const act = useCallback(
    async (body, done) => {
      const answer = await client.act(body);
      await refresh();
      setProblems((now) => ({
        ...now,
        [body.platform]:
          answer.ok && !answer.tell ? undefined : { person: body.as, tell: answer.tell ?? 'That did not work.' },
      }));
      if (answer.ok && done) setSaid(done);
      return answer;
    },
    [refresh],
  );
  const moveClock = useCallback(
    async (move) => {
      const answer = await client.moveClock(move);
      await refresh();
      const zone = homeZone(state);
      setSaid(
        answer.ok
          ? `The clock now shows ${longDay(new Date(answer.now), zone)}, ${clockTime(new Date(answer.now), zone)}.`
          : (answer.tell ?? 'The clock did not move.'),
      );
      return answer;
    },
    [refresh, state],
  );
  const playground = useMemo(() => ({ state, places, show, act, unread }), [state, places, show, act, unread]);
  const tour = useTour({ state, places, show });
  usePaneKeys();
  const problemOf = (platform) =>
    problems[platform]?.person === places[platform].person ? problems[platform].tell : '';
  const forget = (platform) => setProblems((now) => ({ ...now, [platform]: undefined }));

  return html`<${PlaygroundContext.Provider} value=${playground}>
    <${TopBar} state=${state} moveClock=${moveClock} tour=${tour} />
    <${Tour} tour=${tour} />
    ${narrow && html`<${Switch} front=${front} setFront=${setFront} state=${state} unread=${unread} places=${places} />`}
    <main class="windows">
      <${SlackWindow} problem=${problemOf('slack')} onForget=${() => forget('slack')} shown=${!narrow || front === 'slack'} />
      <${TeamsWindow} problem=${problemOf('teams')} onForget=${() => forget('teams')} shown=${!narrow || front === 'teams'} />
    </main>
    <footer class="status-bar">
      <p role="status" aria-live="polite">${said || 'A made-up council, on this machine alone. Act as anybody.'}</p>
      ${world.connected ? html`<p class="keys"><kbd>F6</kbd> goes from pane to pane</p>` : html`<p class="cut"><span aria-hidden="true">⚠ </span>No connection to Outloud. Trying again.</p>`}
    </footer>
  <//>`;
}

function TopBar({ state, moveClock, tour }) {
  const [busy, setBusy] = useState(false);
  const now = useTicking(state);
  const zone = homeZone(state);
  const move = async (wanted) => {
    if (busy) return;
    setBusy(true);
    await moveClock(wanted);
    setBusy(false);
  };
  return html`<header class="top-bar" data-pane tabindex="-1" aria-label="Playground">
    <div class="brand"><${Mark} size=${34} /><h1>Outloud<small>Playground</small></h1></div>
    <div class="clock" role="group" aria-label="Clock">
      <p class="now"><time dateTime=${now.toISOString()}><b>${clockTime(now, zone)}</b> <span>${longDay(now, zone)}</span></time><small>${cityOf(zone)} time</small></p>
      <button type="button" class="top-button" data-clock="next" aria-busy=${busy} onClick=${() => move({ to: 'next' })}>Next prompt</button>
      <button type="button" class="top-button" data-clock="hour" aria-busy=${busy} onClick=${() => move({ hours: 1 })} aria-label="Move the clock on by one hour">+1 hour</button>
    </div>
    <nav class="top-links" aria-label="Pages">
      <a class="top-button" href="/trust">What it keeps</a>
      <a class="top-button" href="/playground/cards">Try a card</a>
    </nav>
    ${!tour.invites && html`<button type="button" class="top-button tour-start" aria-expanded=${tour.open} onClick=${tour.open ? tour.close : tour.start}>${tour.open ? 'Close the tour' : tour.begun ? 'Continue the tour' : 'Start the tour'}</button>`}
  </header>`;
}

/** Where there is no room for two windows side by side. */
function Switch({ front, setFront, state, unread, places }) {
  const names = [
    ['slack', 'Slack'],
    ['teams', 'Teams'],
  ];
  return html`<div class="switch" role="group" aria-label="Which window">${names.map(([key, name]) => {
    const news = key !== front && state[key].people.some(({ id }) => id === places[key].person && unread(key, id) > 0);
    return html`<button type="button" key=${key} aria-pressed=${front === key} class=${key} onClick=${() => setFront(key)}>${name}${news && html`<span class="dot"><span class="sr"> (new)</span></span>`}</button>`;
  })}</div>`;
}

/** The playground's clock runs on between two readings of the state. */
function useTicking(state) {
  const read = useRef({ now: state.now, at: performance.now() });
  if (read.current.now !== state.now) read.current = { now: state.now, at: performance.now() };
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((times) => times + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  return new Date(Date.parse(state.now) + performance.now() - read.current.at);
}

function useMedia(query) {
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const change = () => setMatches(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, [query]);
  return matches;
}

function useUnread(state, places, visible) {
  const [seen, setSeen] = useState(() => loadSeen(state));
  const key = visible
    .map(
      (platform) => `${platform} ${places[platform].person} ${places[platform].conversation} ${places[platform].tab}`,
    )
    .join();
  // `key` says what is looked at.
  useEffect(() => {
    const looked = { ...seen };
    for (const platform of visible) {
      const { person, conversation, tab } = places[platform];
      if (platform === 'slack' && tab === 'home' && state.slack.conversations[conversation]?.kind === 'direct')
        continue;
      looked[keyOf(platform, person, conversation)] = newestFor(state, platform, person, conversation);
    }
    setSeen(looked);
    saveSeen(state, looked);
  }, [state, key]);
  return useCallback(
    (platform, person, conversation) => countUnread(state, seen, platform, person, conversation),
    [state, seen],
  );
}

/** Says who was just written to in private. */
function useNews(state, setSaid) {
  const before = useRef(state);
  useEffect(() => {
    const names = newlyWrittenTo(before.current, state).map(({ name }) => name);
    before.current = state;
    if (names.length > 0) setSaid(`Outloud wrote to ${new Intl.ListFormat('en-GB').format(names)}, in private.`);
  }, [state, setSaid]);
}

function homeZone(state) {
  return state.timeZone ?? state.slack.people[0].timeZone;
}

const PLACES_KEY = 'outloud.places';

function firstPlaces(state) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(PLACES_KEY) ?? '{}') ?? {};
  } catch {
    // Then one starts at the first person's first channel.
  }
  const cast = castOf(state);
  const usual = (platform) => ({ person: cast[platform].writer.id, conversation: cast[platform].channel });
  return {
    slack: settle(state, 'slack', kept.slack ?? usual('slack')),
    teams: settle(state, 'teams', kept.teams ?? usual('teams')),
  };
}

function keepPlaces(places) {
  try {
    localStorage.setItem(PLACES_KEY, JSON.stringify(places));
  } catch {
    // A browser that keeps nothing starts afresh each time.
  }
}

/** A person who is there, and a conversation that this person has: the same one, or the like. */
function settle(state, platform, wanted) {
  const { people, conversations } = state[platform];
  const person = people.some(({ id }) => id === wanted.person) ? wanted.person : people[0].id;
  const theirs = conversationsOf(state, platform, person);
  const wantsDirect = conversations[wanted.conversation]?.kind === 'direct';
  const direct = theirs.find((id) => conversations[id]?.kind === 'direct');
  const conversation = theirs.includes(wanted.conversation)
    ? wanted.conversation
    : wantsDirect && direct
      ? direct
      : theirs[0];
  return { person, conversation, tab: wanted.tab ?? 'messages' };
}
