/*
 * A made-up organisation. Half of it works in Slack, half in Teams, as after a merger of two councils' offices.
 * Ids are shaped like the services' own. The person abroad lives west of the others, so that "next prompt" reaches
 * the others first.
 */

export interface OrgPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly team: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The colour of the person's picture, 0 to 359. */
  readonly hue: number;
  /** From another organisation: never asked, never messaged unprompted. */
  readonly guest?: true;
  /** Runs the workspace, or adds apps to the team. */
  readonly administrator?: true;
  /** The direct chat with the bot. */
  readonly direct: string;
}

export interface SlackPerson extends OrgPerson {
  readonly handle: string;
}

export interface TeamsPerson extends OrgPerson {
  readonly aadObjectId: string;
}

export interface OrgChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  /** People only; the bot is in every channel until it leaves. */
  readonly members: readonly string[];
}

const london = 'Europe/London';

export const slackWorkspace = {
  id: 'T07TARRENVL',
  name: 'Tarren Vale Council',
  domain: 'tarren-vale',
  appId: 'A07OUTLOUD1',
  clientId: '7012345678.7012345678901',
  botId: 'B07OUTLOUD1',
} as const;

export const slackBot = { id: 'U07OUTLOUD1', name: 'Outloud', handle: 'outloud' } as const;

const amina: SlackPerson = {
  id: 'U07AMINARAH',
  direct: 'D07AMINARAH',
  handle: 'amina.rahman',
  name: 'Amina Rahman',
  title: 'Communications officer',
  team: 'Comms',
  timeZone: london,
  hue: 338,
};

const leah: SlackPerson = {
  id: 'U07LEAHMORG',
  direct: 'D07LEAHMORG',
  handle: 'leah.morgan',
  name: 'Leah Morgan',
  title: 'Housing officer',
  team: 'Housing',
  timeZone: london,
  hue: 152,
};

const tom: SlackPerson = {
  id: 'U07TOMPRICE',
  direct: 'D07TOMPRICE',
  handle: 'tom.price',
  name: 'Tom Price',
  title: 'Librarian, on exchange in Toronto',
  team: 'Libraries',
  timeZone: 'America/Toronto',
  hue: 28,
};

const jo: SlackPerson = {
  id: 'U07JOBEVAN1',
  direct: 'D07JOBEVAN1',
  handle: 'jo.bevan',
  name: 'Jo Bevan',
  title: 'Learning and development lead, facilitator',
  team: 'Learning and development',
  timeZone: london,
  hue: 262,
  administrator: true,
};

const kit: SlackPerson = {
  id: 'U07KITLAWSN',
  direct: 'D07KITLAWSN',
  handle: 'kit.lawson',
  name: 'Kit Lawson',
  title: 'Designer at a print agency (guest)',
  team: 'Guest',
  timeZone: london,
  hue: 205,
  guest: true,
};

export const slackPeople: readonly SlackPerson[] = [amina, leah, tom, jo, kit];

export const slackChannels: readonly OrgChannel[] = [
  {
    id: 'C07DIGITAL1',
    name: 'digital-network',
    topic: 'Everyone who makes our digital services, whatever the job title',
    members: [amina.id, leah.id, tom.id, jo.id, kit.id],
  },
  { id: 'C07COMMSTM1', name: 'comms-team', topic: 'Campaigns, copy and the week ahead', members: [amina.id, jo.id] },
  {
    id: 'C07RANDOM01',
    name: 'random',
    topic: 'Cake in the kitchen, lost gloves, good news',
    members: [amina.id, leah.id, tom.id, jo.id],
  },
];

export const teamsTenant = { id: '6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803', name: 'Tarren Vale Council' } as const;

/** The registration of the app; the bot's own id in Teams is `28:` and this. */
export const teamsAppId = 'b7a1c9d4-52e6-4f08-a3bb-90c4d1e7f265';

export const teamsBot = { id: `28:${teamsAppId}`, name: 'Outloud' } as const;

function teamsPerson(key: string, person: Omit<TeamsPerson, 'id' | 'direct' | 'aadObjectId'>): TeamsPerson {
  return {
    ...person,
    id: `29:1${key}TarrenValeCouncilDirectoryEntryForThePlayground`,
    direct: `a:1${key}AndOutloudInTheirPersonalChatInThePlayground`,
    aadObjectId: `0d5e7c3a-41b9-4e62-8f70-${Buffer.from(key.padEnd(6, '-')).toString('hex').slice(0, 12)}`,
  };
}

const rhys = teamsPerson('RhysEv', {
  name: 'Rhys Evans',
  title: 'Customer services adviser, owner of the newsletter',
  team: 'Customer services',
  timeZone: london,
  hue: 12,
});

const priya = teamsPerson('PriyaN', {
  name: 'Priya Nair',
  title: 'Team lead',
  team: 'Customer services',
  timeZone: london,
  hue: 290,
});

const sam = teamsPerson('SamOka', {
  name: 'Sam Okafor',
  title: 'IT business partner',
  team: 'IT',
  timeZone: london,
  hue: 178,
  administrator: true,
});

const dev = teamsPerson('DevHug', {
  name: 'Dev Hughes',
  title: 'Emergency planning officer',
  team: 'Emergency planning',
  timeZone: london,
  hue: 48,
});

const mira = teamsPerson('MiraKa', {
  name: 'Mira Kaplan',
  title: 'Coordinator at Tarren Volunteers (guest)',
  team: 'Guest',
  timeZone: london,
  hue: 220,
  guest: true,
});

const ceri = teamsPerson('CeriWa', {
  name: 'Ceri Watkins',
  title: 'Account manager at a print agency (guest)',
  team: 'Guest',
  timeZone: london,
  hue: 96,
  guest: true,
});

/** Ceri has been let into the organisation, but into no channel so far. */
export const teamsPeople: readonly TeamsPerson[] = [rhys, priya, sam, dev, mira, ceri];

const staff = [rhys.id, priya.id, sam.id, dev.id];

const general: OrgChannel = {
  id: '19:3e9a61c07b4d4f0c8f2d5b1e7a9c0d34@thread.tacv2',
  name: 'General',
  topic: 'News for the whole team',
  members: [...staff, mira.id],
};

export const digitalLeads: OrgChannel = {
  id: '19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2',
  name: 'Digital Leads',
  topic: 'What we learn from running digital services',
  members: [...staff, mira.id],
};

const newsletter: OrgChannel = {
  id: '19:c1f5a08e9d7b4e23a6f4d0b2c3e8917a@thread.tacv2',
  name: 'Newsletter ideas',
  topic: 'For the next issue',
  members: [...staff, mira.id],
};

export const teamsChannels: readonly OrgChannel[] = [general, digitalLeads, newsletter];

/** A team is known by the id of its first channel. */
export const teamsTeam = {
  id: general.id,
  name: 'Digital Leads',
  aadGroupId: 'e2b40f96-73c8-4d15-b0aa-5c9e1f6d8a37',
} as const;
