/*
 * Where messages may be sent to. An activity names its own address (`serviceUrl`), and our token goes there with each
 * call: so only Microsoft's own hosts count, whatever else was verified. `*.trafficmanager.net` is anybody's to rent, so
 * that one is named in full. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */

const hosts: ReadonlySet<string> = new Set(['smba.trafficmanager.net']);
/** Of the public cloud and those of governments, which are Microsoft's as a whole. */
const domains = [
  '.botframework.com',
  '.botframework.azure.cn',
  '.botframework.azure.us',
  '.teams.microsoft.com',
  '.teams.microsoft.us',
];

export interface ServiceHosts {
  allow(serviceUrl: string): boolean;
}

interface ServiceHostOptions {
  readonly auth: 'on' | 'off';
  /** Where the keys are that vouch for activities. */
  readonly openIdMetadataUrl?: string | undefined;
}

/** An emulator on this machine, which signs nothing or has its keys here, has its service here too. */
export function createServiceHosts({ auth, openIdMetadataUrl = '' }: ServiceHostOptions): ServiceHosts {
  const isEmulated = auth === 'off' || isOnThisMachine(openIdMetadataUrl);
  return {
    allow: (serviceUrl) => isMicrosofts(serviceUrl) || (isEmulated && isOnThisMachine(serviceUrl)),
  };
}

/** Nothing in it that two readers of addresses could read in two ways: no `@`, no port, no backslash, no space. */
const plainAddress = /^https:\/\/([a-z0-9.-]+)(?:\/[\w.~/-]*)?$/i;

function isMicrosofts(serviceUrl: string): boolean {
  const host = plainAddress.exec(serviceUrl)?.[1]?.toLowerCase();
  return host !== undefined && (hosts.has(host) || domains.some((domain) => host.endsWith(domain)));
}

export function isOnThisMachine(serviceUrl: string): boolean {
  const { hostname = '' } = URL.parse(serviceUrl) ?? {};
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
