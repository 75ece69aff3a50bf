import type { Shortcut } from '../features/feature.ts';
import type { MenuEntry, SlashCommand } from './menu.ts';

/** What both packages are made of. */

/** What one organisation's Outloud is called and where it is. */
export interface PackageSettings {
  /** https, without a slash at the end. */
  readonly publicUrl: string;
  /** Who offers the app, as people see it; at most 32 characters. */
  readonly publisher: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  /** Semantic version; Teams takes another package of the same app only with a higher one. */
  readonly version: string;
  /** The edition that hears typed replies. */
  readonly community: boolean;
}

/** What people can do, as the features say it. */
export interface Contents {
  readonly commands: readonly SlashCommand[];
  readonly direct: readonly MenuEntry[];
  readonly channel: readonly MenuEntry[];
  readonly shortcuts: readonly Shortcut[];
}
