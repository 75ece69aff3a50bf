import type { PackageSettings } from './settings.ts';

/*
 * What stores and administrators read of Outloud, in English and in Welsh. The Welsh is a draft until a qualified
 * translator has read it (docs/packages.md says so). It is not in `cards/words`: there it would make the bot speak Welsh
 * in some places and English in others.
 */

export interface StoreWords {
  readonly name: string;
  /** At most 80 characters. */
  readonly short: string;
  /** What it is, before what it hears. */
  readonly what: readonly string[];
  readonly hears: string;
  /** Instead of `hears`, in the edition that hears typed replies. */
  readonly hearsChannels: string;
  readonly leaving: string;
  /** Before the address of the trust page. */
  readonly trust: string;
  readonly help: string;
}

export function fullText(
  words: StoreWords,
  { community, publicUrl }: Pick<PackageSettings, 'community' | 'publicUrl'>,
): string {
  const trust = `${words.trust} ${publicUrl}/trust`;
  return [...words.what, community ? words.hearsChannels : words.hears, words.leaving, trust].join('\n\n');
}

export const english: StoreWords = {
  name: 'Outloud',
  short: 'Small questions, honest answers: colleagues learn from each other.',
  what: [
    'Outloud helps the staff of an organisation learn from each other, where they already work.',
    'It asks each person one small question in private, at a time that suits them. They answer in a minute or two, or skip.',
    'What they choose to share, colleagues can draw on. They can change it or take it back at any time.',
    'There are no leaderboards and no streaks. It sends at most two messages a week that nobody asked for.',
    'It tells managers nothing of what anyone wrote.',
  ],
  hears:
    'It hears only what is sent to it: its buttons, forms, commands, mentions and its own chat with a person. It cannot read other chats, channels or files.',
  hearsChannels:
    'It hears its buttons, forms, commands, mentions and its own chat with a person. In this edition it also receives every message of the channels that it is added to. It keeps replies under its own posts, so that they can travel with a note. It drops everything else unread. It cannot read other chats or files.',
  leaving: 'It is quiet until somebody sets it up in a channel. To remove it, uninstall it.',
  trust: 'What it sees, keeps and forgets:',
  help: 'Everything I can do',
};

export const welsh: StoreWords = {
  name: 'Outloud',
  short: 'Cwestiynau bach, atebion gonest: cydweithwyr yn dysgu gan ei gilydd.',
  what: [
    'Mae Outloud yn helpu staff sefydliad i ddysgu gan ei gilydd, yn y man lle maen nhw eisoes yn gweithio.',
    'Mae’n gofyn un cwestiwn bach i bob person yn breifat, ar adeg sy’n gyfleus iddyn nhw. Maen nhw’n ateb mewn munud neu ddwy, neu’n ei hepgor.',
    'Gall cydweithwyr ddefnyddio’r hyn y maen nhw’n dewis ei rannu. Gallan nhw ei newid neu ei dynnu’n ôl unrhyw bryd.',
    'Does dim tablau cynghrair na rhediadau. Mae’n anfon dwy neges yr wythnos ar y mwyaf heb i neb ofyn amdanyn nhw.',
    'Nid yw’n dweud dim wrth reolwyr am yr hyn a ysgrifennodd neb.',
  ],
  hears:
    'Dim ond yr hyn sy’n cael ei anfon ato y mae’n ei glywed: ei fotymau, ffurflenni, gorchmynion, crybwylliadau, a’i sgwrs ei hun â pherson. Ni all ddarllen sgyrsiau, sianeli na ffeiliau eraill.',
  hearsChannels:
    'Mae’n clywed ei fotymau, ffurflenni, gorchmynion, crybwylliadau, a’i sgwrs ei hun â pherson. Yn y fersiwn hon mae hefyd yn derbyn pob neges yn y sianeli y mae’n cael ei ychwanegu atynt. Mae’n cadw atebion o dan ei negeseuon ei hun, fel y gallan nhw deithio gyda nodyn. Mae’n gollwng popeth arall heb ei ddarllen. Ni all ddarllen sgyrsiau na ffeiliau eraill.',
  leaving: 'Mae’n dawel nes bod rhywun yn ei osod mewn sianel. I gael gwared arno, dadosodwch ef.',
  trust: 'Yr hyn y mae’n ei weld, ei gadw a’i anghofio:',
  help: 'Popeth y gallaf ei wneud',
};

/** What a command does, by what people type; the words themselves stay as they are, or they could not be understood. */
export const welshCommands: Readonly<Record<string, string>> = {
  answer: 'Ysgrifennu nodyn nawr, am unrhyw beth sydd ar eich meddwl',
  notes: 'Popeth rydych chi wedi’i ysgrifennu, i’w olygu neu ei dynnu’n ôl',
  prompts: 'Ble a phryd y byddaf yn gofyn i chi',
  pause: 'Clywed dim gen i am gyfnod',
  back: 'Ailddechrau ar ôl saib neu wyliau',
  settings: 'Eich parth amser, dyddiau ac oriau, gwyliau cyhoeddus a gwyliau',
  setup: 'Gosod cwestiynau yn y sianel hon',
  mydata: 'Yr hyn rydw i’n ei gadw amdanoch chi, copi ohono, a’i ddileu',
  deliveries: 'Pwy na ellid eu cyrraedd yn y sianeli rydych chi wedi’u gosod',
  highlight: 'Mae nodiadau da yn teithio i sianeli eraill, gyda chaniatâd eu hawduron',
  pilot: 'Rhoi cynnig ar rywbeth gwahanol gyda’ch cynnwys, a rhannu’n onest beth ddigwyddodd',
};

/** The entries in the menu of a message, by their id. */
export const welshShortcuts: Readonly<Record<string, { readonly name: string; readonly says: string }>> = {
  'turn-into-note': { name: 'Troi’n nodyn', says: 'Gwneud nodyn o neges a ysgrifennoch chi' },
  'add-join-button': { name: 'Ychwanegu botwm Ymuno', says: 'Gadael i bobl ymuno o dan neges gennych chi' },
  'suggest-highlight': { name: 'Awgrymu fel uchafbwynt', says: 'Cynnig un o’ch nodiadau i sianeli eraill' },
  'start-pilot': { name: 'Dechrau peilot', says: 'Rhoi cynnig ar syniad o neges fel prawf bach' },
};
