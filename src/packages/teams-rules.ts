import localizationSchema from '@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.Localization.schema.json' with {
  type: 'json',
};
import manifestSchema from '@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import { default as ajvDraft04 } from 'ajv-draft-04';
import { default as ajvFormats } from 'ajv-formats';

/*
 * What Teams refuses, by Microsoft's own published schemas, which come with a package: nothing is fetched. Beside them
 * stand the rules that no schema holds, each met by somebody as an error of the upload.
 */

const ajv = new ajvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
ajvFormats.default(ajv, ['uri', 'email', 'regex']);
const checkManifest = ajv.compile(manifestSchema);
const checkLocalization = ajv.compile(localizationSchema);

/** What Teams would refuse, each with its place; nothing where it is fine. */
export function teamsComplaints(manifest: object): string[] {
  return [...complaintsOf(checkManifest, manifest), ...rules.flatMap((rule) => rule(manifest as Shape))];
}

export function localizationComplaints(strings: object): string[] {
  return complaintsOf(checkLocalization, strings);
}

function complaintsOf(check: typeof checkManifest, value: object): string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(({ instancePath, message = '', params }) => {
    return `${instancePath || '/'}: ${message} ${JSON.stringify(params)}`;
  });
}

interface Shape {
  readonly version?: string;
  readonly supportsChannelFeatures?: string;
  readonly webApplicationInfo?: object;
  readonly authorization?: object;
  readonly bots?: readonly {
    readonly scopes: readonly string[];
    readonly supportsTargetedMessages?: boolean;
    readonly commandLists?: readonly {
      readonly triggers?: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description?: string }[];
    }[];
  }[];
}

const rules: readonly ((manifest: Shape) => string[])[] = [
  ({ version = '' }) =>
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(version) ? [] : ['/version: must be three numbers like 1.2.0'],
  ({ bots = [], supportsChannelFeatures }) =>
    bots.some(({ scopes }) => scopes.includes('team')) && supportsChannelFeatures !== 'tier1'
      ? ['/supportsChannelFeatures: must be "tier1" where an app is for teams']
      : [],
  ({ bots = [] }) =>
    bots
      .filter(({ commandLists = [] }) => commandLists.some(({ triggers }) => triggers?.includes('slash')))
      .filter(({ supportsTargetedMessages }) => !supportsTargetedMessages)
      .map(() => '/bots/0/supportsTargetedMessages: must be true where there are slash commands'),
  ({ bots = [] }) =>
    bots
      .flatMap(({ commandLists = [] }) => commandLists.flatMap(({ commands }) => commands))
      .filter(({ title, description = '' }) => title.length > 32 || description.length > 128)
      .map(({ title }) => `/bots/0/commandLists: "${title}" is too long for older clients (32 and 128 characters)`),
  ({ authorization, webApplicationInfo }) =>
    authorization && !webApplicationInfo ? ['/webApplicationInfo: must be there where permissions are asked for'] : [],
];
