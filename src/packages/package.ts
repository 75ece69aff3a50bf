import type { Shortcut } from '../features/feature.ts';
import type { MenuEntry, SlashCommand } from './menu.ts';

/** What both packages are made of. */

/** What people can do, as the features say it. */
export interface Contents {
  readonly commands: readonly SlashCommand[];
  readonly direct: readonly MenuEntry[];
  readonly channel: readonly MenuEntry[];
  readonly shortcuts: readonly Shortcut[];
}
