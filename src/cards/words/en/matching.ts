/** Why a highlight is suggested to a place: one sentence, told to whoever decides about it. */
export const matching = {
  chance: 'Picked by chance among the places that take it, to learn whether choosing helps.',
  aboutNothingForWeeks_one:
    '{{to}} took part in one thread about {{about}}, and has heard nothing from {{from}} for {{weeks}} weeks.',
  aboutNothingForWeeks_other:
    '{{to}} took part in {{threads}} threads about {{about}}, and has heard nothing from {{from}} for {{weeks}} weeks.',
  aboutNever_one: '{{to}} took part in one thread about {{about}}, and has not heard from {{from}} yet.',
  aboutNever_other: '{{to}} took part in {{threads}} threads about {{about}}, and has not heard from {{from}} yet.',
  aboutRarely_one: '{{to}} took part in one thread about {{about}}, and rarely hears from {{from}}.',
  aboutRarely_other: '{{to}} took part in {{threads}} threads about {{about}}, and rarely hears from {{from}}.',
  about_one: '{{to}} took part in one thread about {{about}}.',
  about_other: '{{to}} took part in {{threads}} threads about {{about}}.',
  likeNothingForWeeks_one:
    '{{to}} took part in one thread like this, and has heard nothing from {{from}} for {{weeks}} weeks.',
  likeNothingForWeeks_other:
    '{{to}} took part in {{threads}} threads like this, and has heard nothing from {{from}} for {{weeks}} weeks.',
  likeNever_one: '{{to}} took part in one thread like this, and has not heard from {{from}} yet.',
  likeNever_other: '{{to}} took part in {{threads}} threads like this, and has not heard from {{from}} yet.',
  likeRarely_one: '{{to}} took part in one thread like this, and rarely hears from {{from}}.',
  likeRarely_other: '{{to}} took part in {{threads}} threads like this, and rarely hears from {{from}}.',
  like_one: '{{to}} took part in one thread like this.',
  like_other: '{{to}} took part in {{threads}} threads like this.',
  livelyNothingForWeeks: '{{to}} has people who may care, and has heard nothing from {{from}} for {{weeks}} weeks.',
  livelyNever: '{{to}} has people who may care, and has not heard from {{from}} yet.',
  livelyRarely: '{{to}} has people who may care, and rarely hears from {{from}}.',
  lively: '{{to}} has people who may care.',
  numbers: {
    one: 'one',
    two: 'two',
    three: 'three',
    four: 'four',
    five: 'five',
    six: 'six',
    seven: 'seven',
    eight: 'eight',
    nine: 'nine',
    ten: 'ten',
  },
} as const;
