import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { settleWithin } from '../../base/patience.ts';
import { drawChart } from '../../charts/draw.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import type { SlackClients } from './client.ts';
import { slackWordOf } from './errors.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import type { ChartPicture, RenderOptions } from './render-card.ts';

/*
 * Slack draws most charts itself, in a `data_visualization` block. Not every workspace knows that block yet, and some
 * charts have no counterpart there: a picture of ours takes their place. It is uploaded to Slack as a file that is
 * shared nowhere, and whoever sees the message sees it there (slack.com/blog/developers/uploading-private-images-blockkit).
 * The figures so stay inside the workspace, and no address of ours has to be open to the world. That needs the scope
 * `files:write`; without it the figures stand there as words alone, as they always do beside the picture.
 */

/** How to draw a card for one workspace. */
export type CardStyle = Pick<RenderOptions, 'charts' | 'files'>;

interface Drawn {
  readonly blocks: readonly unknown[];
  readonly pictures: readonly ChartPicture[];
}

export interface ChartPictures {
  /**
   * Draws a card as far as the workspace can show it, and delivers it. Where Slack refuses a chart or a picture, nothing
   * was delivered, and it is drawn once more without. What a workspace refuses is remembered for a day.
   */
  send<D extends Drawn, T>(
    workspace: WorkspaceId,
    draw: (style: CardStyle) => D,
    deliver: (drawn: D) => Promise<T>,
  ): Promise<T>;
}

export interface ChartPictureOptions {
  readonly clients: SlackClients;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Waits so many milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const DAY_MS = 24 * 3_600_000;
/** Far below the lease of a delivery; what takes longer goes out in words. */
const UPLOAD_WITHIN_MS = 15_000;
/** Slack says that an upload is complete before the file can be shown: the message is tried again, not the upload. */
const PAUSES_MS = [1000, 2000, 4000];
const MOST_FILES = 500;

interface Try {
  readonly charts: CardStyle['charts'];
  readonly pictures: boolean;
  readonly pauses: number;
}

/** What came of drawing; a picture from an earlier message may have been deleted since. */
interface Completed<D> {
  readonly drawn: D;
  readonly isReused: boolean;
}

export function createChartPictures(options: ChartPictureOptions): ChartPictures {
  const { logger, clock, pause = sleep } = options;
  const chartless = createMemory(clock);
  const pictureless = createMemory(clock);
  const uploads = createUploads(options.clients);

  async function complete<D extends Drawn>(
    workspace: WorkspaceId,
    draw: (style: CardStyle) => D,
    { charts, pictures, own }: Try & { readonly own: Set<string> },
  ): Promise<Completed<D>> {
    const plain = draw({ charts });
    if (!pictures || plain.pictures.length === 0 || pictureless.has(workspace)) {
      return { drawn: plain, isReused: false };
    }
    const { files, isReused } = await filesFor(workspace, plain.pictures, own);
    return { drawn: files.size > 0 ? draw({ charts, files }) : plain, isReused };
  }

  /** A picture that cannot be had is left out: the figures stand there in any case. */
  async function filesFor(workspace: WorkspaceId, pictures: readonly ChartPicture[], own: Set<string>) {
    const files = new Map<string, string>();
    let isReused = false;
    const all = pictures.map(async ({ path, chart }) => {
      const svg = drawChart(chart);
      if (svg === undefined) return;
      isReused ||= uploads.has(workspace, svg) && !own.has(svg);
      own.add(svg);
      const file = await uploads
        .fileOf(workspace, svg, chart.title)
        .catch((error: unknown) => failed(workspace, error));
      if (file !== undefined) files.set(path, file);
    });
    const result = await settleWithin(Promise.all(all), UPLOAD_WITHIN_MS);
    if (result === 'late') logger.warn({ workspace }, 'the picture of a chart could not be uploaded in time');
    return { files: new Map(files), isReused };
  }

  function failed(workspace: WorkspaceId, error: unknown): undefined {
    if (slackWordOf(error) === 'missing_scope') {
      pictureless.add(workspace);
      logger.info({ workspace }, 'without the scope files:write, charts that Slack cannot draw are shown in words');
    } else logger.warn({ err: error, workspace }, 'the picture of a chart could not be uploaded');
  }

  /** What to do differently; nothing where nothing is left to do without. */
  async function afterRefusal(
    workspace: WorkspaceId,
    now: Try,
    { refusal, isReused }: { refusal: Refusal | undefined; isReused: boolean },
  ): Promise<Try | undefined> {
    if (refusal?.of === 'chart' && now.charts === 'native') return { ...now, charts: 'text' };
    if (refusal?.of !== 'picture' || !now.pictures) return undefined;
    if (isReused) {
      uploads.forget(workspace);
      return now;
    }
    const ms = PAUSES_MS[now.pauses];
    if (ms === undefined) return { ...now, pictures: false };
    await pause(ms);
    return { ...now, pauses: now.pauses + 1 };
  }

  return {
    async send(workspace, draw, deliver) {
      const own = new Set<string>();
      let now: Try = { charts: chartless.has(workspace) ? 'text' : 'native', pictures: true, pauses: 0 };
      let isUnknown = false;
      for (;;) {
        const { drawn, isReused } = await complete(workspace, draw, { ...now, own });
        try {
          const result = await deliver(drawn);
          if (isUnknown) chartless.add(workspace);
          return result;
        } catch (error) {
          const refusal = refusalOf(error, drawn.blocks);
          const next = await afterRefusal(workspace, now, { refusal, isReused });
          if (!next) throw error;
          logger.info({ workspace, refusal }, 'Slack refused a chart or a picture of one: once more, differently');
          if (refusal?.of === 'chart') isUnknown = refusal.isWhole;
          now = next;
        }
      }
    },
  };
}

/** Workspaces, each for a day: what Slack rolls out, and what an administrator grants, comes to be known then. */
function createMemory(clock: Clock): { has(workspace: WorkspaceId): boolean; add(workspace: WorkspaceId): void } {
  const until = new Map<WorkspaceId, number>();
  return {
    has: (workspace) => (until.get(workspace) ?? 0) > clock.now().getTime(),
    add: (workspace) => void until.set(workspace, clock.now().getTime() + DAY_MS),
  };
}

interface Uploads {
  has(workspace: WorkspaceId, svg: string): boolean;
  /** The id of the file with this picture; the same picture is uploaded once. */
  fileOf(workspace: WorkspaceId, svg: string, title: string): Promise<string | undefined>;
  /** Somebody may have deleted a file there. */
  forget(workspace: WorkspaceId): void;
}

function createUploads(clients: SlackClients): Uploads {
  const kept = new Map<string, Promise<string | undefined>>();

  async function upload(workspace: WorkspaceId, svg: string, title: string): Promise<string | undefined> {
    const { toPng } = await import('../../charts/png.ts');
    const file = await toPng(svg);
    const alt = `Chart: ${title.trim() || 'without a title'}`.slice(0, 1000).toWellFormed();
    const answer = await clients
      .at(workspace)
      .call('files.uploadV2', (web) =>
        web.filesUploadV2({ file, filename: 'chart.png', title: title.trim() || 'Chart', alt_text: alt }),
      );
    return idOf(answer);
  }

  const keyOf = (workspace: WorkspaceId, svg: string): string =>
    `${workspace} ${createHash('sha256').update(svg).digest('base64url')}`;

  return {
    has: (workspace, svg) => kept.has(keyOf(workspace, svg)),
    fileOf(workspace, svg, title) {
      const key = keyOf(workspace, svg);
      const known = kept.get(key);
      if (known) return known;
      const begun = upload(workspace, svg, title);
      kept.set(key, begun);
      begun.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > MOST_FILES && oldest !== undefined) kept.delete(oldest);
      return begun;
    },
    forget(workspace) {
      for (const key of kept.keys()) if (key.startsWith(`${workspace} `)) kept.delete(key);
    },
  };
}

/** The SDK's answer to an upload: the answers of `files.completeUploadExternal`, each with its files. */
function idOf(answer: object): string | undefined {
  const { files } = answer as { files?: readonly { files?: readonly { id?: string }[] }[] };
  return files?.[0]?.files?.[0]?.id;
}
