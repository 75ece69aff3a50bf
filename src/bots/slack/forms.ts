import type { ModalView } from '@slack/types';
import type { Logger } from '../../base/logger.ts';
import type { FormReply } from '../../chat/reply.ts';
import type { Way } from './arrival.ts';
import type { CardStyle, ChartPictures } from './chart-pictures.ts';
import type { SlackClients } from './client.ts';
import { type RenderedForm, renderForm } from './render-form.ts';

/** Forms as modals. A trigger does not wait for pictures of charts: they come into a form that is open already. */
export interface Forms {
  /** Throws where it cannot be opened. */
  open(way: Way, reply: FormReply): Promise<void>;
  /** The form that stands in the view becomes this one. */
  change(way: Way, reply: FormReply): Promise<void>;
  show(way: Way, view: ModalView): Promise<void>;
  render(way: Way, reply: FormReply): RenderedForm;
  addPictures(way: Way, reply: FormReply, viewId?: string): Promise<void>;
}

interface FormOptions {
  readonly clients: SlackClients;
  readonly charts: ChartPictures;
  readonly logger: Logger;
}

export function createForms({ clients, charts, logger }: FormOptions): Forms {
  function render(way: Way, { form, complaints }: FormReply, files?: CardStyle['files']): RenderedForm {
    const rendered = renderForm(form, { origin: way.origin, complaints, files });
    const { lost, shortened } = rendered;
    if (shortened.length > 0)
      logger.warn({ form: form.name, shortened }, 'a title or button is too long for Slack and was cut');
    if (lost.length > 0) logger.debug({ form: form.name, lost }, 'Slack cannot show all of this form');
    return rendered;
  }

  async function open(way: Way, reply: FormReply): Promise<void> {
    const { view } = render(way, reply);
    const trigger = way.triggerId ?? '';
    const opened = await clients
      .at(way.workspace)
      .call('views.open', (web) => web.views.open({ trigger_id: trigger, view }));
    await addPictures(way, reply, opened.view?.id);
  }

  async function show(way: Way, view: ModalView): Promise<void> {
    const id = way.view?.id ?? '';
    await attempt('a form could not be changed', () =>
      clients.at(way.workspace).call('views.update', (web) => web.views.update({ view_id: id, view })),
    );
  }

  async function addPictures(way: Way, reply: FormReply, viewId = ''): Promise<void> {
    if (render(way, reply).pictures.length === 0) return;
    await attempt('the pictures of a form could not be shown', () =>
      charts.send(
        way.workspace,
        ({ files }) => render(way, reply, files),
        ({ view }) =>
          clients.at(way.workspace).call('views.update', (web) => web.views.update({ view_id: viewId, view })),
      ),
    );
  }

  async function attempt(complaint: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logger.warn({ err: error }, complaint);
    }
  }

  return {
    open,
    async change(way, reply) {
      await show(way, render(way, reply).view);
      await addPictures(way, reply, way.view?.id);
    },
    show,
    render,
    addPictures,
  };
}
