import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { Spotlight } from './spotlight.js';
import { castOf, steps } from './steps.js';

const KEY = 'outloud.tour';
const START = { open: false, begun: false, invited: false, step: 0, base: {}, pressed: [], over: false };

/** Where one stands in the tour; kept in the browser, so that a reload goes on from there. */
export function useTour({ state, places, show }) {
  const [kept, setKept] = useState(load);
  const { open, step } = kept;
  const cast = useMemo(() => castOf(state), [state]);
  const context = { state, cast, base: kept.base };
  const moves = steps[step].moves;
  const at = open ? currentMove(moves, context, kept.pressed) : 0;
  const move = moves[Math.min(at, moves.length - 1)];
  const place = move.place?.(context);
  const wanted = JSON.stringify(place ?? {});

  useEffect(() => save(kept), [kept]);
  // Each step's beginning, and each late move's, is remembered once.
  useEffect(() => {
    if (!open) return;
    const missing = moves.filter((one) => one.base && !(one.id in kept.base) && (!one.late || one === move));
    if (missing.length > 0) setKept((now) => ({ ...now, base: { ...now.base, ...basesOf(missing, context) } }));
  }, [open, step, move.id, Object.keys(kept.base).length]);
  // A finished step leads to the next.
  useEffect(() => {
    if (open && at >= moves.length) goTo(step + 1);
  }, [open, step, at]);
  // Only a new move turns the window; one may wander off from it.
  useEffect(() => {
    if (open && place && at < moves.length) lead();
  }, [open, move.id, wanted]);

  const lead = () => {
    for (const { platform, ...where } of [move.beside?.(context), place].filter(Boolean)) show(platform, where);
  };
  const goTo = useCallback((next) => {
    setKept((now) =>
      next >= steps.length
        ? { ...START, invited: true, over: true }
        : { ...now, step: Math.max(0, next), base: {}, pressed: [] },
    );
  }, []);
  const start = useCallback(
    () => setKept((now) => ({ ...(now.over ? START : now), open: true, begun: true, invited: true, over: false })),
    [],
  );

  return {
    open,
    begun: kept.begun && !kept.over,
    invites: !open && !kept.invited,
    step,
    move,
    context,
    astray: Boolean(place) && !isThere(place, places),
    lead,
    start,
    restart: () => setKept({ ...START, open: true, begun: true, invited: true }),
    close: () => setKept((now) => ({ ...now, open: false, invited: true })),
    skip: () => goTo(step + 1),
    back: () => goTo(step - 1),
    goOn: () => setKept((now) => ({ ...now, pressed: [...now.pressed, move.id] })),
  };
}

function focusOn(strip, button) {
  const wanted = button?.isConnected ? button : strip?.querySelector('.strong');
  (wanted ?? strip)?.focus({ preventScroll: true });
}

/** The move after the last that is done. */
function currentMove(moves, context, pressed) {
  const last = moves.findLastIndex((move) => {
    if (!move.done) return pressed.includes(move.id);
    return (!move.base || move.id in context.base) && move.done(context);
  });
  return last + 1;
}

function basesOf(moves, context) {
  return Object.fromEntries(moves.map((move) => [move.id, move.base(context)]));
}

function isThere(place, places) {
  const now = places[place.platform];
  return ['person', 'conversation', 'tab'].every((key) => place[key] === undefined || place[key] === now[key]);
}

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (kept && Number.isInteger(kept.step) && steps[kept.step]) return { ...START, ...kept };
  } catch {
    // Then the tour begins at its beginning.
  }
  return START;
}

function save(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing begins again after a reload.
  }
}

export function Tour({ tour }) {
  if (tour.invites) return html`<${Invitation} tour=${tour} />`;
  if (!tour.open) return null;
  return html`<${Strip} tour=${tour} />`;
}

function Invitation({ tour }) {
  return html`<section class="tour invitation" aria-label="Tour" data-pane tabindex="-1">
    <div class="tour-words"><h2>New here?</h2><p>Seven short steps show what Outloud does, in Slack and in Teams. You press the buttons, or have them pressed for you.</p></div>
    <div class="tour-tools"><button type="button" class="top-button strong" onClick=${tour.start}>Start the tour</button><button type="button" class="top-button" onClick=${tour.close}>Not now</button></div>
  </section>`;
}

function Strip({ tour }) {
  const { move, context, step } = tour;
  const [busy, setBusy] = useState(false);
  const strip = useRef(null);
  const target = () => (tour.astray ? undefined : move.target?.(context));
  const last = step === steps.length - 1 && !move.done;
  // A button that has done its part goes, and focus would be lost with it.
  useEffect(() => {
    if (document.activeElement === document.body) focusOn(strip.current);
  }, [move.id]);
  const doIt = async (event) => {
    const button = event.currentTarget;
    setBusy(true);
    if (tour.astray) tour.lead();
    await new Promise((resolve) => setTimeout(resolve, tour.astray ? 350 : 0));
    await move.hands(context);
    await new Promise((resolve) => setTimeout(resolve, 700));
    setBusy(false);
    if (!strip.current?.contains(document.activeElement)) focusOn(strip.current, button);
  };
  return html`<section class="tour" aria-label="Tour" ref=${strip} data-pane tabindex="-1" onKeyDown=${(event) => event.key === 'Escape' && tour.close()}>
    <div class="tour-words">
      <p class="tour-count">Step ${step + 1} of ${steps.length}<span class="pips" aria-hidden="true">${steps.map((one, at) => html`<i key=${one.title} class=${at < step ? 'past' : at === step ? 'current' : ''}></i>`)}</span></p>
      <h2>${steps[step].title}</h2>
      <p class="tour-say" aria-live="polite">${move.say(context)}</p>
    </div>
    <div class="tour-tools">
      ${tour.astray && html`<button type="button" class="top-button" onClick=${tour.lead}>Take me there</button>`}
      ${move.hands && html`<button type="button" class="top-button strong" aria-busy=${busy} onClick=${(event) => !busy && void doIt(event)}>Do it for me</button>`}
      ${!move.done && html`<button type="button" class="top-button strong" onClick=${tour.goOn}>${last ? 'Finish' : 'Continue'}</button>`}
      ${step > 0 && html`<button type="button" class="quiet-button" onClick=${tour.back}>Back</button>`}
      ${!last && html`<button type="button" class="quiet-button" onClick=${tour.skip}>Skip this step</button>`}
      ${step > 0 && html`<button type="button" class="quiet-button" onClick=${tour.restart}>Start again</button>`}
      <button type="button" class="quiet-button" onClick=${tour.close}>Close</button>
    </div>
    <${Spotlight} key=${move.id} find=${target} />
  </section>`;
}
