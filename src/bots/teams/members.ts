import { z } from 'zod';
import type { ConversationId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import type { Account } from './activity.ts';
import type { Connector } from './client.ts';
import { teamsIdOf, workspaceOf } from './ids.ts';
import { membersPerPage } from './limits.ts';
import { isBot, personOf } from './origin.ts';
import { type Reference, type ReferenceStore, referencesOfMembers } from './references.ts';

const text = z.string().optional().catch(undefined);

/** A member as the roster gives it, which calls the organisation's own id `objectId`. */
const member = z.object({
  id: z.string().min(1),
  name: text,
  givenName: text,
  surname: text,
  objectId: text,
  aadObjectId: text,
  tenantId: text,
  role: text,
  userRole: text,
});

/** A roster that never ends would be an error of the service. */
const mostPages = 200;

interface Listing {
  readonly reference: Reference;
  readonly connector: Connector;
  readonly references: ReferenceStore;
}

/** The people of a conversation, page by page; how to write to each is remembered on the way. */
export async function listMembers(conversation: ConversationId, listing: Listing): Promise<Person[]> {
  const { reference, connector, references } = listing;
  const accounts = new Map<string, Account>();
  let continuationToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    // The SDK's types ask for a token of the first page as well.
    const options = { pageSize: membersPerPage, ...(continuationToken && { continuationToken }) } as {
      pageSize: number;
      continuationToken: string;
    };
    const found = await connector.call('members', reference.serviceUrl, (conversations) =>
      conversations.getConversationPagedMembers(teamsIdOf(conversation), options),
    );
    for (const each of found.members ?? []) {
      const account = toAccount(each);
      if (account && !isBot(account) && account.id !== reference.bot.id) accounts.set(account.id, account);
    }
    if (!found.continuationToken || found.continuationToken === continuationToken) break;
    continuationToken = found.continuationToken;
  }
  const workspace = workspaceOf(conversation);
  const people = [...accounts.values()];
  await references.save(referencesOfMembers(people, workspace, reference));
  return people.map((each) => personOf(each, workspace, reference.tenantId));
}

function toAccount(value: unknown): Account | undefined {
  const read = member.safeParse(value);
  if (!read.success) return undefined;
  const { givenName, surname, objectId, ...account } = read.data;
  return {
    ...account,
    name: account.name ?? [givenName, surname].filter(Boolean).join(' '),
    aadObjectId: account.aadObjectId ?? objectId,
  };
}
