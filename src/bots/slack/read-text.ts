const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Slack's text as the plain words that its writer saw. `without` is the bot's own id, whose mention says nothing. */
export function readText(text: string, without?: string): string {
  const own = without === undefined ? text : text.replace(mentionOf(without), ' ');
  const plain = own
    .replace(
      /<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>/g,
      (all, sign: string, target: string, label?: string) => readReference(sign, target, label) ?? all,
    )
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
  return without === undefined ? plain : plain.replace(/[^\S\n]{2,}/g, ' ').trim();
}

function mentionOf(user: string): RegExp {
  return new RegExp(`\\s*<@${user.replace(/\W/g, '\\$&')}(?:\\|[^<>]*)?>[:,]?\\s*`, 'g');
}

/** Absent for brackets that are no reference: commands come as they were typed. */
function readReference(sign: string, target: string, label = ''): string | undefined {
  if (sign === '@') return `@${label || target}`;
  if (sign === '#') return `#${label || target}`;
  if (sign === '!') return readSpecial(target, label);
  return /^[a-z][\w+.-]*:/i.test(target) ? readLink(target, label) : undefined;
}

/** `<!here>`, `<!subteam^S1|@editors>`, `<!date^1392734382^{date}|18 February>`. */
function readSpecial(target: string, label: string): string {
  if (target.startsWith('subteam^') || target.startsWith('date^')) return label || target;
  return `@${target}`;
}

/** Slack writes the label for a bare address too; only a label that says something else is kept beside it. */
function readLink(target: string, label: string): string {
  const address = target.replace(/^(?:mailto|tel):/, '');
  if (label === '' || target.includes(label)) return address;
  return `${label} (${address})`;
}
