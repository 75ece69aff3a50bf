import { createLogger } from './base/logger.ts';
import { outbox } from './delivery/outbox.ts';
import type { AccountsDeps } from './features/accounts/deps.ts';
import { createAccountsFeature } from './features/accounts/feature.ts';
import type { AdministrationDeps } from './features/administration/deps.ts';
import { createAdministrationFeature } from './features/administration/feature.ts';
import type { ConnectingDeps } from './features/connecting/deps.ts';
import { createConnectingFeature } from './features/connecting/feature.ts';
import type { Feature, Shortcut } from './features/feature.ts';
import type { FirstRunDeps } from './features/first-run/deps.ts';
import { createFirstRunFeature } from './features/first-run/feature.ts';
import type { HighlightsDeps } from './features/highlights/deps.ts';
import { createHighlightsFeature } from './features/highlights/feature.ts';
import type { InstallingDeps } from './features/installing/deps.ts';
import { createInstallingFeature } from './features/installing/feature.ts';
import type { LeavingDeps } from './features/leaving/deps.ts';
import { createLeavingFeature } from './features/leaving/feature.ts';
import type { PilotsDeps } from './features/pilots/deps.ts';
import { createPilotsFeature } from './features/pilots/feature.ts';
import type { PromptsDeps } from './features/prompts/deps.ts';
import { createPromptsFeature } from './features/prompts/feature.ts';
import type { TalkDeps } from './features/talk/deps.ts';
import { createTalkFeature } from './features/talk/feature.ts';
import { welcomeFeature } from './features/welcome/feature.ts';

/** Everything that features stand on, each taking what it needs. */
export type House = PromptsDeps &
  HighlightsDeps &
  PilotsDeps &
  ConnectingDeps &
  AccountsDeps &
  AdministrationDeps &
  FirstRunDeps &
  InstallingDeps &
  TalkDeps &
  LeavingDeps;

/** What Outloud does: what is started, and what the packages for Teams and Slack list. */
export function createFeatures(house: House): readonly Feature[] {
  return [
    createInstallingFeature(house),
    welcomeFeature,
    createPromptsFeature(house),
    createHighlightsFeature(house),
    createPilotsFeature(house),
    createConnectingFeature(house),
    createAccountsFeature(house),
    createFirstRunFeature(house),
    createAdministrationFeature(house),
    createTalkFeature(house),
    createLeavingFeature(house),
  ];
}

export const shortcuts: readonly Shortcut[] = [
  { id: 'turn-into-note', name: 'Turn into a note', says: 'Make a note of a message that you wrote' },
  { id: 'add-join-button', name: 'Add a Join button', says: 'Let people join under a post of yours' },
  { id: 'suggest-highlight', name: 'Suggest as a highlight', says: 'Offer one of your notes to other channels' },
  { id: 'start-pilot', name: 'Start a pilot', says: 'Try an idea from a message as a small test', anywhere: true },
];

/** The same features with no house around them: to see what people can type and what is held, not to run. */
export function listFeatures(): readonly Feature[] {
  return createFeatures(idleHouse());
}

/** A house in which nothing runs: for a command that uses some of it. */
export function idleHouse(): House {
  const nothingRuns = () => Promise.reject(new Error('these features are only looked at'));
  return {
    outbox,
    library: { format: 'prompt-library/1', language: 'en', version: '0', themes: [], prompts: [] },
    organisation: { timeZone: 'UTC', country: 'GB' },
    hearsThreads: false,
    platforms: new Map(),
    putAside: nothingRuns,
    lookUp: nothingRuns,
    lookAt: nothingRuns,
    talk: nothingRuns,
    hosts: nothingRuns,
    previews: nothingRuns,
    holdings: () => [],
    transaction: nothingRuns,
    linkTo: () => undefined,
    tell: nothingRuns,
    logger: createLogger({ level: 'silent' }),
  };
}
