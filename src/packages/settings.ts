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
