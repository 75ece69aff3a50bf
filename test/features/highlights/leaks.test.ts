import assert from 'node:assert/strict';
import type { ConversationId } from '../../../src/chat/ids.ts';
import type { HighlightId } from '../../../src/storage/tables/highlights.ts';
import { type Exchange, leads, network, openExchange, others, team } from '../../support/exchange.ts';

/*
 * Ways in which what is meant for some could reach others. Each is tried, and nothing may come of it; whoever it
 * concerns is told in plain words.
 */

const words = 'the word that stays at home';

interface Leak {
  readonly way: string;
  readonly attempt: (exchange: Exchange) => Promise<unknown>;
  /** Where nothing of it may stand; the channel in Teams if not said. */
  readonly never?: readonly ConversationId[];
  /** Who is told, and what. */
  readonly told?: readonly [who: string, says: RegExp];
  /** Words that may not stand there; those of the note if not said. */
  readonly secret?: RegExp;
}

/** Agreed to, and held in the outbox as Teams does not answer. */
async function queued(exchange: Exchange, where: ConversationId = leads): Promise<HighlightId> {
  await exchange.open(where === others ? 'Rhys' : 'Dev', where);
  const id = await exchange.note('Amina', words);
  exchange.down('teams', true);
  await exchange.share('Amina', id, [where]);
  await exchange.deliver();
  return id;
}

/** Shown in Teams. */
async function shown(exchange: Exchange, inputs: Readonly<Record<string, string>> = {}): Promise<HighlightId> {
  await exchange.open('Dev', leads);
  const id = await exchange.note('Amina', words);
  await exchange.share('Amina', id, [leads], inputs);
  await exchange.deliver();
  assert.match(exchange.seenIn(leads), /the word that stays/, 'it was shown');
  return id;
}

async function again(exchange: Exchange): Promise<void> {
  exchange.down('teams', false);
  exchange.clock.moveTo(new Date(exchange.clock.now().getTime() + 3_600_000));
  await exchange.job('highlights.send');
  await exchange.deliver();
  await exchange.deliver();
}

const leaks: readonly Leak[] = [
  {
    way: 'nobody agreed: a colleague suggested it and its author says nothing',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      exchange.clock.moveTo(new Date('2027-01-20T10:00:00Z'));
      await exchange.job('highlights.close');
    },
    told: ['Amina', /No answer is a no/],
  },
  {
    way: 'its author said no',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      await exchange.press('Amina', 'highlights.no', { highlight: id });
    },
    told: ['Amina', /It stays where it is/],
  },
  {
    way: 'somebody else says yes with the author’s button',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      const reply = await exchange.press('Tom', 'highlights.yes', { highlight: id });
      assert.match(JSON.stringify(reply), /had its day/);
    },
  },
  {
    way: 'somebody else sends the author’s form',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      const opened = await exchange.send('Amina', await exchange.command('Amina', 'suggest'), { highlight: id });
      const reply = await exchange.send('Tom', opened, { channels: leads });
      assert.match(JSON.stringify(reply), /this highlight is over/i);
    },
  },
  {
    way: 'the channel never asked for highlights',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      const opened = await exchange.send('Amina', await exchange.command('Amina', 'suggest'), { highlight: id });
      await exchange.send('Amina', opened, { channels: others });
    },
    never: [leads, others],
  },
  {
    way: 'consent is withdrawn while it is on its way',
    async attempt(exchange) {
      const id = await queued(exchange);
      await exchange.send('Amina', await exchange.press('Amina', 'highlights.take-back', { highlight: id }));
    },
    told: ['Amina', /taken back/],
  },
  {
    way: 'the note is withdrawn while it is on its way',
    async attempt(exchange) {
      await exchange.withdraw('Amina', await queued(exchange));
    },
    told: ['Amina', /its words were withdrawn/],
  },
  {
    way: 'the note is withdrawn after it was shown, while the other platform is down',
    async attempt(exchange) {
      const id = await shown(exchange);
      exchange.down('teams', true);
      await exchange.withdraw('Amina', id);
      await exchange.deliver();
    },
  },
  {
    way: 'consent is withdrawn after it was shown',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.send('Amina', await exchange.press('Amina', 'highlights.take-back', { highlight: id }));
    },
  },
  {
    way: 'the words are edited while it is on its way: the old ones are not sent',
    async attempt(exchange) {
      await exchange.edit('Amina', await queued(exchange), 'other words');
    },
  },
  {
    way: 'the channel turns highlights off while one is on its way',
    async attempt(exchange) {
      await queued(exchange);
      assert.match(JSON.stringify(await exchange.command('Dev', 'off', leads)), /1 that was on its way/);
    },
    told: ['Amina', /takes no highlights any more/],
  },
  {
    way: 'a guest is added after the channel asked for highlights',
    async attempt(exchange) {
      await queued(exchange);
      await exchange.come('Mira', leads);
    },
    told: ['Amina', /People from outside this organisation read there now/],
  },
  {
    way: 'a guest is added after it was shown',
    async attempt(exchange) {
      await shown(exchange);
      await exchange.come('Mira', leads);
    },
    told: ['Amina', /People from outside this organisation read there now/],
  },
  {
    way: 'the channel is shared with another organisation after it asked for highlights',
    async attempt(exchange) {
      await queued(exchange);
      await exchange.change(leads, { otherOrganisations: true });
    },
    told: ['Amina', /People from outside this organisation read there now/],
  },
  {
    way: 'the channel is shared with another organisation after it was shown',
    async attempt(exchange) {
      await shown(exchange);
      await exchange.change(leads, { otherOrganisations: true });
    },
  },
  {
    way: 'guests are there from the start and the author was not asked about them: one yes does not mean them',
    async attempt(exchange) {
      await exchange.come('Mira', leads);
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      const reply = await exchange.press('Amina', 'highlights.yes', { highlight: id });
      assert.equal(reply.kind, 'form', 'it asks where, in so many words');
    },
    told: ['Amina', /1 guest from outside/],
  },
  {
    way: 'a guest comes between the author’s form and their answer',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      const opened = await exchange.send('Amina', await exchange.command('Amina', 'suggest'), { highlight: id });
      await exchange.come('Mira', leads);
      await exchange.send('Amina', opened, { channels: leads });
    },
    told: ['Amina', /People from outside this organisation read there now/],
  },
  {
    way: 'its author leaves the channel while it is on its way',
    async attempt(exchange) {
      await queued(exchange);
      await exchange.go('Amina', network);
    },
    told: ['Amina', /you left the channel/],
  },
  {
    way: 'its channel becomes private while it is on its way',
    async attempt(exchange) {
      await queued(exchange);
      await exchange.change(network, { access: 'private' });
    },
    told: ['Amina', /became private after you agreed/],
  },
  {
    way: 'a private channel’s name, on what its author shares from it',
    async attempt(exchange) {
      await exchange.change(network, { access: 'private' });
      const id = await shown(exchange);
      await exchange.press('Rhys', 'highlights.reply', { highlight: id }, leads);
      await exchange.deliver();
    },
    secret: /#network/,
  },
  {
    way: 'a name of a channel that was private once and is open now',
    async attempt(exchange) {
      await exchange.change(network, { access: 'private' });
      await exchange.change(network, { access: 'open', name: '#now-open' });
      await shown(exchange);
    },
    secret: /#network|#now-open/,
  },
  {
    way: 'a channel’s name on cards that stand, once it becomes private',
    async attempt(exchange) {
      await shown(exchange);
      await exchange.change(network, { access: 'private' });
    },
    secret: /#network/,
  },
  {
    way: 'somebody else suggests what stands in a private channel',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      await exchange.change(network, { access: 'private' });
      const id = await exchange.note('Amina', words);
      const reply = await suggestNote(exchange, 'Tom', id);
      assert.match(JSON.stringify(reply), /written in a private channel/);
    },
  },
  {
    way: 'a colleague’s message in a private channel',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      await exchange.change(network, { access: 'private' });
      const reply = await exchange.suggest('Tom', { where: network, text: words, author: 'Amina' });
      assert.match(JSON.stringify(reply), /written in a private channel/);
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);
    },
  },
  {
    way: 'replies that are typed in a private channel, under what its author shared',
    async attempt(exchange) {
      await exchange.change(network, { access: 'private' });
      const id = await shown(exchange);
      await exchange.say('Tom', 'between us: the budget is gone', { highlight: id, where: network });
    },
    secret: /the budget is gone/,
  },
  {
    way: 'a copy of a copy: somebody suggests what came from elsewhere',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.open('Rhys', others);
      const reply = await suggestCopy(exchange, 'Rhys', id);
      assert.match(JSON.stringify(reply), /Only its author can send it further/);
    },
    never: [others],
  },
  {
    way: 'the link between the two is cut while it is on its way',
    async attempt(exchange) {
      await queued(exchange);
      await exchange.cut();
    },
    told: ['Amina', /not linked any more/],
  },
  {
    way: 'the link is cut after it was shown: copies go, and so do replies that were carried either way',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.say('Tom', `Tom adds ${words}`, { highlight: id, where: network });
      await exchange.deliver();
      await exchange.cut();
    },
    told: ['Amina', /not linked any more/],
  },
  {
    way: 'there is no link: the other side’s channels are not even offered',
    async attempt(exchange) {
      await exchange.cut();
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      const reply = await exchange.share('Amina', id, [leads]);
      assert.match(JSON.stringify(reply), /No other channel takes highlights/);
    },
  },
  {
    way: 'replies after a guest came: nothing more is carried there',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.come('Mira', leads);
      await exchange.say('Tom', 'and the supplier is Acme', { highlight: id, where: network });
    },
    secret: /Acme/,
  },
  {
    way: 'the author’s name in a reply, where they share without it',
    async attempt(exchange) {
      const id = await shown(exchange, { name: 'nameless', team: 'Comms' });
      await exchange.say('Tom', 'Thanks @Amina, and Amina was right', { highlight: id, where: network });
      await exchange.say('Amina', 'Glad that it helps', { highlight: id, where: network });
    },
    secret: /Amina/,
  },
  {
    way: 'a reply that its writer deletes',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.say('Tom', 'I should not have said that', { highlight: id, where: network, id: 'm-7' });
      await exchange.deliver();
      await exchange.takeBackWords('Tom', network, 'm-7');
    },
    secret: /should not have said/,
  },
  {
    way: 'a reply from somebody who is not in any of its channels, with a button that was passed on',
    async attempt(exchange) {
      const id = await shown(exchange);
      const reply = await exchange.press('Jo', 'highlights.reply', { highlight: id }, team);
      assert.match(JSON.stringify(reply), /not shown here any more/);
    },
    secret: /nothing to look for/,
  },
  {
    way: 'the owner takes it away with Not for us',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.press('Dev', 'highlights.not-for-us', { highlight: id }, leads);
    },
    told: ['Amina', /taken away there/i],
  },
  {
    way: 'a reply that was begun before the note travelled: its writer was not told of the other place',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', 'fine to travel');
      await exchange.deliver();
      const opened = await exchange.pressOnNote('Tom', 'updates.reply', id);
      await exchange.share('Amina', id, [leads]);
      await exchange.deliver();
      await exchange.send('Tom', opened, { text: 'only for us here' }, network);
    },
    secret: /only for us here/,
  },
  {
    way: 'a yes to a question that named one channel, after another one began to take highlights',
    async attempt(exchange) {
      await exchange.open('Rhys', others);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      assert.match(exchange.seenIn('Amina'), /Yes means: Others/);
      await exchange.open('Dev', leads);
      await exchange.press('Amina', 'highlights.yes', { highlight: id });
      await exchange.deliver();
      assert.match(exchange.seenIn(others), /the word that stays/);
    },
  },
  {
    way: 'a yes after the only channel that was asked about takes none any more',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      await exchange.command('Dev', 'off', leads);
      const reply = await exchange.press('Amina', 'highlights.yes', { highlight: id });
      assert.match(JSON.stringify(reply), /No other channel takes highlights yet/);
    },
  },
  {
    way: 'a yes after the link between the two was cut',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', words);
      await suggestNote(exchange, 'Tom', id);
      await exchange.deliver();
      await exchange.cut();
      const reply = await exchange.press('Amina', 'highlights.yes', { highlight: id });
      assert.match(JSON.stringify(reply), /No other channel takes highlights yet/);
    },
  },
  {
    way: 'the host’s message of the week, once its author has withdrawn the note',
    async attempt(exchange) {
      const proposal = await proposed(exchange);
      const [{ id } = assert.fail()] = await exchange.db
        .selectFrom('highlight')
        .select('id')
        .where('author_id', '=', exchange.personId('Amina'))
        .execute();
      await exchange.withdraw('Amina', id);
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn('Jo'), /bins|collection|could not find/);
      await exchange.press('Jo', 'highlights.propose', { proposal });
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);
    },
    secret: /could not find/,
  },
  {
    way: 'a place that takes none any more between the choice and the host’s question to the author',
    async attempt(exchange) {
      const proposal = await proposed(exchange);
      await exchange.command('Dev', 'off', leads);
      const reply = await exchange.press('Jo', 'highlights.propose', { proposal });
      assert.match(JSON.stringify(reply), /No other channel takes highlights yet/);
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);
    },
    secret: /could not find/,
  },
  {
    way: 'the author’s family name in a reply, where they share without it',
    async attempt(exchange) {
      await exchange.db
        .updateTable('person')
        .set({ name: 'Amina Rahman' })
        .where('id', '=', exchange.personId('Amina'))
        .execute();
      const id = await shown(exchange, { name: 'nameless', team: 'Comms' });
      await exchange.say('Tom', 'Ask Ms Rahman about it', { highlight: id, where: network });
    },
    secret: /Rahman/,
  },
  {
    way: 'a carried reply that somebody suggests as a highlight, or answers: it goes round once',
    async attempt(exchange) {
      const id = await shown(exchange);
      await exchange.say('Tom', 'carried once', { highlight: id, where: network });
      await exchange.deliver();
      const before = exchange.everIn(leads) + exchange.everIn(network);
      await exchange.job('highlights.send');
      await exchange.deliver();
      assert.equal(exchange.everIn(leads) + exchange.everIn(network), before);
      assert.equal(exchange.seenIn(leads).match(/"carried once"/g)?.length, 1);
      assert.doesNotMatch(exchange.seenIn(network), /carried once/);
    },
    secret: /nothing to look for/,
  },
  {
    way: 'a guest’s words, suggested by somebody else',
    async attempt(exchange) {
      await exchange.open('Dev', leads);
      const reply = await exchange.suggest('Tom', { where: network, text: words, author: 'Kit' });
      assert.match(JSON.stringify(reply), /A guest wrote this/);
    },
  },
];

/** Jo is shown Amina's note as something for Leads; the proposal. */
async function proposed(exchange: Exchange): Promise<string> {
  await exchange.open('Dev', leads);
  await exchange.note('Rhys', 'We put the bins collection day on top of the page for residents', leads);
  await exchange.note('Dev', 'Residents ask us about the bins collection day every week', leads);
  await exchange.note('Amina', 'Residents could not find the bins collection day on our page');
  await exchange.job('highlights.propose');
  exchange.clock.moveTo(new Date('2027-01-18T10:30:00Z'));
  await exchange.job('highlights.propose');
  await exchange.deliver();
  assert.match(exchange.seenIn('Jo'), /Worth passing on/);
  const [{ id } = assert.fail()] = await proposalsOf(exchange);
  return id;
}

function proposalsOf(exchange: Exchange) {
  return exchange.db.selectFrom('highlight_proposal').select('id').execute();
}

async function suggestNote(exchange: Exchange, name: string, id: HighlightId) {
  await exchange.deliver();
  return exchange.suggest(name, await exchange.standing(id, network));
}

async function suggestCopy(exchange: Exchange, name: string, id: HighlightId) {
  return exchange.suggest(name, await exchange.standing(id, leads));
}

describe('ways to leak', function () {
  this.timeout(30_000);

  for (const { way, attempt, never = [leads], told, secret = /the word that stays/ } of leaks) {
    it(way, async () => {
      const exchange = await openExchange();
      try {
        await attempt(exchange);
        await again(exchange);
        for (const place of never) assert.doesNotMatch(exchange.seenIn(place), secret);
        if (told) assert.match(exchange.seenIn(told[0]), told[1]);
      } finally {
        await exchange.stop();
      }
    });
  }

  it('are looked for where what may go does arrive', async () => {
    const exchange = await openExchange();
    try {
      await queued(exchange);
      await again(exchange);
      assert.match(exchange.seenIn(leads), /the word that stays/);
      assert.equal(exchange.everIn(leads), 1);
    } finally {
      await exchange.stop();
    }
  });

  it('are at least thirty', () => {
    assert.ok(leaks.length >= 30);
  });
});
