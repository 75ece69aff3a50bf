import type { Kysely, Transaction } from 'kysely';
import { Registry } from 'prom-client';
import { createFeatures, shortcuts } from './all-features.ts';
import { allHoldings } from './all-holdings.ts';
import { createMovableClock, systemClock } from './base/clock.ts';
import { AppError, codeOf } from './base/errors.ts';
import type { Logger } from './base/logger.ts';
import { settleWithin } from './base/patience.ts';
import { createBot } from './bots/bot.ts';
import { sweepInbox } from './bots/inbox.ts';
import { createOrders } from './bots/orders.ts';
import { scopes } from './bots/slack/access.ts';
import type { SlackJob } from './bots/slack/installs/installs.ts';
import type { Bot } from './chat/bot.ts';
import type { ConversationId, PersonId, PlatformName } from './chat/ids.ts';
import type { Platform } from './chat/platform.ts';
import type { Config, SlackConfig } from './config.ts';
import { outbox } from './delivery/outbox.ts';
import { createWorker } from './delivery/worker.ts';
import type { Feature, Handling, Happening, Previewed, PreviewView, ScheduledJob } from './features/feature.ts';
import { readLibrary } from './features/prompts/library.ts';
import type { FrontView } from './pages/installing.ts';
import { conversationsToLookAt, createLook, lookQueue } from './people/look.ts';
import { createLookUp, createRefresh, refreshQueue } from './people/refresh.ts';
import { isSilent } from './people/silence.ts';
import { readExtraHolidays } from './scheduling/extra-holidays.ts';
import { suitableAt } from './scheduling/sending.ts';
import { forgetPastLeave } from './scheduling/store.ts';
import type { Database } from './storage/schema.ts';
import { createSealing } from './storage/sealing.ts';
import { keepSecret } from './storage/secret.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import type { HeldActs } from './talk-graph/held.ts';
import { createTalkMemory, loadTalk } from './talk-graph/load.ts';
import { trustView } from './trust.ts';
import { mountFrontPage } from './web/front-page.ts';
import { mountHealth } from './web/health.ts';
import { installPath, mountInstall, redirectPath } from './web/install.ts';
import { mountPages } from './web/pages.ts';
import { createWebServer, type WebServer } from './web/server.ts';
import { createSignedLinks } from './web/signed-link.ts';
import { mountTrust } from './web/trust.ts';
import { refuseOthersDatabase } from './whose-database.ts';

/*
 * The composition root: settings -> storage -> features -> core -> adapters -> web. The only place that knows the
 * concrete adapters; each is imported only where it is connected, as their SDKs take long to load.
 */

export interface Outloud {
  readonly address: string;
  /** What is connected: names of platforms, `playground` in local mode. */
  readonly connected: readonly string[];
  stop(): Promise<void>;
}

const promptLibrary = new URL('../content/prompts.yaml', import.meta.url);

/** `others`: features that are not part of Outloud itself. */
export async function startOutloud(config: Config, logger: Logger, others: readonly Feature[] = []): Promise<Outloud> {
  readExtraHolidays(); // A mistake in it is said now, not when they are first needed.
  const clock = createMovableClock();
  const registry = new Registry();
  const web = createWebServer({ logger, registry });
  const [storage, library] = await Promise.all([
    openStorage({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, logger, clock }),
    readLibrary(promptLibrary),
    // Imported while the database starts; `connect` finds them loaded.
    config.local || config.slack ? import('./bots/slack/platform.ts') : undefined,
    config.local || config.teams ? import('./bots/teams/platform.ts') : undefined,
  ]);
  const port = await refuseOthersDatabase(storage.db, config, logger)
    .then(() => web.listen(config.port, config.host))
    .catch(async (error: unknown) => {
      await storage.stop();
      throw portError(error, config);
    });
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;

  const links = createSignedLinks(config.encryptionKey ?? (await keepSecret(storage.db, 'signed-links')));
  // Where people's browsers reach us; on a server that nobody said it of, nowhere.
  const origin = config.publicUrl ?? (config.local ? address : undefined);
  const trustPage = origin && `${origin}/trust`;
  // The playground's own Slack sends browsers nowhere else.
  const installsAt = config.local ? address : origin;

  const platforms = new Map<PlatformName, Platform>();
  const adapterJobs: SlackJob[] = [];
  const worker = createWorker({
    storage,
    platforms,
    clock,
    logger,
    registry,
    suitableAt: (deliveries, now) => suitableAt(storage.db, deliveries, { now, organisation: config.organisation }),
    isSilent: (workspace) => isSilent(storage.db, workspace),
  });
  const features: readonly Feature[] = [
    ...createFeatures({
      outbox,
      library,
      organisation: config.organisation,
      hearsThreads: config.communityEdition,
      platforms,
      transaction: (work) => storage.transaction(work),
      putAside: (trx, queue, data, { key, after }: { key?: string; after?: Date } = {}) =>
        storage.jobs.send(trx, queue, data, { singletonKey: key, startAfter: after }),
      lookUp,
      lookAt: lookAtPlace,
      linkTo,
      trustPage,
      tell,
      talk: createTalkMemory((now) => loadTalk(storage.db, heldBy(features), now)),
      hosts: looksAfterSomething,
      previews,
      holdings: () => holdings,
      logger,
    }),
    ...others,
  ];
  const holdings = allHoldings(features);
  const bot = createBot({
    features,
    platforms,
    transaction: (work) => storage.transaction(work),
    outbox,
    clock,
    logger,
    registry,
    trustPage,
    wakeWorker: () => worker.wake(),
    lookUpPerson: createLookUp(lookUp, clock),
    lookAtPlace,
  });

  const local = config.local ? await import('./local-mode.ts') : undefined;
  const playground = await local?.openPlayground({
    address,
    db: storage.db,
    clock,
    features,
    onClockMoved: doWhatIsDue,
    logger,
  });
  const settings = local && playground ? local.playgroundSettings(playground) : config;
  const adapters = await connect(settings, { bot, storage, web });

  mountPages(web.routes, {
    pages: features.flatMap((feature) => feature.pages ?? []),
    links,
    transaction: (work) => storage.transaction(work),
    clock,
    logger,
  });
  mountTrust(web.routes, trustView(config, holdings), clock);
  mountHealth(web.routes, { registry, storageReady: () => storage.ready(), platforms });
  if (playground) playground.mount(web.routes);
  else mountFrontPage(web.routes, frontOf(config));

  if (playground) await local?.skipSilences(playground, storage.db, clock.now());
  await startJobs();
  worker.start();
  web.open();
  await playground?.start();
  return { address, connected: playground ? ['playground'] : [...platforms.keys()], stop };

  function linkTo(page: string, person: PersonId, now: Date): string | undefined {
    return origin && `${origin}/pages/${page}/${links.sign(page, person, now)}`;
  }

  async function tell(happening: Happening, handling: Pick<Handling, 'trx' | 'now'>): Promise<void> {
    for (const feature of features) await feature.follow?.(happening, handling);
  }

  async function looksAfterSomething(db: Kysely<Database>, person: PersonId): Promise<boolean> {
    for (const feature of features) if (await feature.hosts?.(db, person)) return true;
    return false;
  }

  async function previews(view: PreviewView, handling: Handling): Promise<Previewed[]> {
    const shown: Previewed[] = [];
    for (const feature of features) shown.push(...((await feature.preview?.(view, handling)) ?? []));
    return shown;
  }

  function placeChanged(trx: Transaction<Database>, conversation: ConversationId, now: Date): Promise<void> {
    return tell({ kind: 'place-changed', conversation }, { trx, now });
  }

  function lookUp(trx: Transaction<Database>, person: PersonId): Promise<void> {
    return storage.jobs.send(trx, refreshQueue, { person }, { singletonKey: person });
  }

  function lookAtPlace(trx: Transaction<Database>, conversation: ConversationId): Promise<void> {
    return storage.jobs.send(trx, lookQueue, { conversation }, { singletonKey: conversation });
  }

  async function connect(
    settings: Pick<Config, 'slack' | 'teams'>,
    parts: { bot: Bot; storage: Storage; web: WebServer },
  ): Promise<{ stop(): Promise<void> }[]> {
    const common = { bot: parts.bot, clock, logger };
    const connected = [];
    if (settings.slack) {
      const { createSlackAdapter } = await import('./bots/slack/platform.ts');
      const names = shortcuts.map((shortcut) => shortcut.id);
      const { commands } = createOrders(features);
      const oauth = await slackOAuth(settings.slack);
      const slack = await createSlackAdapter({ ...common, ...settings.slack, oauth, commands, shortcuts: names });
      const { installer } = slack;
      if (installer) mountInstall(parts.web.routes, { installer, isSecure: isHttps(installsAt), logger });
      adapterJobs.push(...slack.jobs);
      connected.push(slack);
    }
    if (settings.teams) {
      const { createTeamsAdapter } = await import('./bots/teams/platform.ts');
      connected.push(await createTeamsAdapter({ ...common, ...settings.teams, db: parts.storage.db }));
    }
    for (const adapter of connected) {
      platforms.set(adapter.platform.name, adapter.platform);
      adapter.mount(parts.web.routes);
    }
    return connected;
  }

  async function slackOAuth({ oauth }: SlackConfig) {
    if (!oauth) return undefined;
    // Without a key of one's own there is only the playground, which has none.
    const key = config.encryptionKey ?? (await keepSecret(storage.db, 'sealing'));
    const sealing = createSealing(key, config.otherEncryptionKeys);
    return { ...oauth, redirectUrl: `${installsAt}${redirectPath}`, db: storage.db, sealing, realClock: systemClock };
  }

  function scheduledJobs(): ScheduledJob[] {
    const sweep = {
      name: 'inbox.sweep',
      cron: '17 * * * *',
      run: (now: Date) => sweepInbox(storage.db, now),
    };
    const forgetLeave = {
      name: 'leave.sweep',
      cron: '47 3 * * *',
      run: (now: Date) => forgetPastLeave(storage.db, now),
    };
    const places = {
      name: 'people.look-daily',
      cron: '*/10 * * * *',
      run: (now: Date) =>
        storage.transaction(async (trx) => {
          for (const id of await conversationsToLookAt(trx, now)) await lookAtPlace(trx, id);
        }),
    };
    return [sweep, forgetLeave, places, ...adapterJobs, ...features.flatMap((feature) => feature.jobs ?? [])];
  }

  async function doWhatIsDue(): Promise<void> {
    for (const job of scheduledJobs()) await job.run(clock.now());
    worker.wake();
  }

  async function startJobs(): Promise<void> {
    const { jobs } = storage;
    const refresh = createRefresh({
      transaction: (work) => storage.transaction(work),
      platforms,
      clock,
      async moved(person, details) {
        for (const feature of features) await feature.moved?.(person, details);
      },
      changed: placeChanged,
    });
    await jobs.work(refreshQueue, refresh);
    await jobs.work(lookQueue, createLook({ db: storage.db, platforms, clock, logger, changed: placeChanged }));
    for (const feature of features) {
      for (const [queue, work] of Object.entries(feature.queues ?? {})) {
        await jobs.work(queue, async (data) => {
          await work(data, clock.now());
          worker.wake();
        });
      }
    }
    for (const job of scheduledJobs()) {
      await jobs.work(job.name, async () => {
        await job.run(clock.now());
        worker.wake();
      });
      await jobs.schedule(job.name, job.cron);
    }
    await jobs.start();
    for (const job of adapterJobs) if (job.atStart) await jobs.now(job.name);
  }

  /** What does not end in time was not taken: its platform sends it again, and what was to be sent is in the outbox. */
  async function stop(): Promise<void> {
    await playground?.stop();
    await Promise.all([stopListening(), worker.stop()]);
    await storage.stop();
  }

  async function stopListening(): Promise<void> {
    await web.close();
    await settleWithin(Promise.all(adapters.map((adapter) => adapter.stop())), adaptersPatienceMs);
  }
}

/** What stands at `/`: anybody can read how to add it, where that can be done by oneself. */
function frontOf({ slack }: Config): FrontView {
  if (!slack?.oauth) return {};
  const isListed = slack.oauth.allowedWorkspaces !== undefined;
  return { install: { address: installPath, permissions: scopes, isListed } };
}

function isHttps(origin: string | undefined): boolean {
  return origin?.startsWith('https:') ?? false;
}

/** What the talk graph learns from. */
function heldBy(features: readonly Feature[]): HeldActs[] {
  return features.flatMap(({ heldActs }) => heldActs ?? []);
}

/** After every answer was given: for words that are on their way to a `response_url`. */
const adaptersPatienceMs = 1_000;

function portError(error: unknown, { port, host }: Config): unknown {
  const tells: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is taken by another program. Stop that one, or set PORT to another number.`,
    EACCES: `This user may not listen on port ${port}. Set PORT to a number from 1024 on.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Leave HOST out, or set 127.0.0.1 or 0.0.0.0.`,
    ENOTFOUND: `There is no host named ${host}. Leave HOST out, or set 127.0.0.1 or 0.0.0.0.`,
  };
  const tell = tells[String(codeOf(error))];
  return tell === undefined ? error : new AppError(tell, { tell, cause: error });
}
