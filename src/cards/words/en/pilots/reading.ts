/** How a pilot's figures are read out. What each design may claim, and no more: see `features/pilots/statistics`. */
export const pilotReading = {
  headline: {
    higher: {
      clear_gain: 'Up, and enough to matter',
      gain_size_unsure: 'Up. Probably enough to matter',
      gain_too_slight: 'Up a little, less than you wanted',
      drop_too_slight: 'Down a little',
      drop_size_unsure: 'Down. Possibly enough to matter',
      clear_drop: 'Down, and enough to matter',
      no_real_difference: 'No real difference',
      too_close_to_call: 'Too close to call',
      too_small: 'Too small to tell',
      better_than_usual: 'Higher than usual, and unlikely to be luck',
      perhaps_better: 'Higher than usual, but it could be luck',
      as_usual: 'Looks like the usual range',
      perhaps_worse: 'Lower than usual, but it could be luck',
      worse_than_usual: 'Lower than usual, and unlikely to be luck',
    },
    lower: {
      clear_gain: 'Down as hoped, and enough to matter',
      gain_size_unsure: 'Down as hoped. Probably enough to matter',
      gain_too_slight: 'Down a little as hoped, less than you wanted',
      drop_too_slight: 'Up a little, where lower is better',
      drop_size_unsure: 'Up, where lower is better. Possibly enough to matter',
      clear_drop: 'Up, where lower is better, and enough to matter',
      no_real_difference: 'No real difference',
      too_close_to_call: 'Too close to call',
      too_small: 'Too small to tell',
      better_than_usual: 'Lower than usual as hoped, and unlikely to be luck',
      perhaps_better: 'Lower than usual as hoped, but it could be luck',
      as_usual: 'Looks like the usual range',
      perhaps_worse: 'Higher than usual, where lower is better, but it could be luck',
      worse_than_usual: 'Higher than usual, where lower is better, and unlikely to be luck',
    },
    outsideByLuck: 'Outside the usual range, but luck alone often does that',
    values: "Here's what we saw",
    story: "Here's what we saw and heard",
  },
  claim: {
    split: { better: 'The new version did better.', worse: 'The new version did worse.' },
    before_after: { up: 'It went up while we did this.', down: 'It went down while we did this.' },
    usual_range: {
      up: 'These items were higher than almost all recent ones.',
      down: 'These items were lower than almost all recent ones.',
    },
  },
  meaning: {
    more: 'About {{diff, number}} more {{counted}} per {{per, number}} {{of}}. Likely range: {{low, number}} to {{high, number}} more.',
    moreOrFewer:
      'About {{diff, number}} more {{counted}} per {{per, number}} {{of}}. Likely range: {{low, number}} fewer to {{high, number}} more.',
    fewer:
      'About {{diff, number}} fewer {{counted}} per {{per, number}} {{of}}. Likely range: {{low, number}} to {{high, number}} fewer.',
    fewerOrMore:
      'About {{diff, number}} fewer {{counted}} per {{per, number}} {{of}}. Likely range: {{low, number}} fewer to {{high, number}} more.',
    same: 'About as many {{counted}} per {{per, number}} {{of}} either way. Likely range: {{low, number}} fewer to {{high, number}} more.',
    seen: 'Before: {{before, number}} {{counted}} of {{beforeOf, number}} {{of}}. After: {{after, number}} of {{afterOf, number}}.',
    seenSplit:
      'Old version: {{before, number}} {{counted}} of {{beforeOf, number}} {{of}}. New version: {{after, number}} of {{afterOf, number}}.',
    wantedMore: 'You said {{worthwhile, number}} more per {{per, number}} was worth it.',
    wantedFewer: 'You said {{worthwhile, number}} fewer per {{per, number}} was worth it.',
    allAbove_one:
      'It was above the usual range of {{low, number}}{{unit}} to {{high, number}}{{unit}}. Luck alone does that 1 time in {{oneIn, number}}.',
    allAbove_other:
      'All {{count}} were above the usual range of {{low, number}}{{unit}} to {{high, number}}{{unit}}. Luck alone does that 1 time in {{oneIn, number}}.',
    allBelow_one:
      'It was below the usual range of {{low, number}}{{unit}} to {{high, number}}{{unit}}. Luck alone does that 1 time in {{oneIn, number}}.',
    allBelow_other:
      'All {{count}} were below the usual range of {{low, number}}{{unit}} to {{high, number}}{{unit}}. Luck alone does that 1 time in {{oneIn, number}}.',
    placed_one:
      'The usual range is {{low, number}}{{unit}} to {{high, number}}{{unit}}. The one new item was within it.',
    placed_other:
      'The usual range is {{low, number}}{{unit}} to {{high, number}}{{unit}}. Of {{count}} new items, {{above}} were above it, {{within}} within it and {{below}} below.',
    middle: 'The middle value was {{before, number}} before and {{after, number}} after.',
    middleSplit: 'The middle value was {{before, number}} with the old version and {{after, number}} with the new.',
    ratings:
      'Said 4 or 5: {{before, number}} of {{beforeOf, number}} before, {{after, number}} of {{afterOf, number}} after.',
    ratingsSplit:
      'Said 4 or 5: {{before, number}} of {{beforeOf, number}} with the old version, {{after, number}} of {{afterOf, number}} with the new.',
  },
  second: {
    clear_gain: 'Even the low end of the range beats the {{worthwhile, number}} per {{per, number}} you set.',
    gain_size_unsure: "We can't rule out a bit less than the {{worthwhile, number}} per {{per, number}} you set.",
    gain_too_slight: 'Real, but smaller than {{worthwhile, number}} per {{per, number}}. Cheap enough to keep?',
    no_real_difference: 'Now you can choose on cost, speed or taste.',
    too_close_to_call: 'Could be better, could be worse. About {{needed, number}} each side would settle it.',
    too_small: "Here's what we saw. Good for ideas, not for proof.",
    drop_too_slight: 'Smaller than the change you said would matter.',
    drop_size_unsure: 'Worth asking why before going on.',
    clear_drop: 'A useful no. This saves the next person the trouble.',
    unlikely: 'A difference like this is unlikely to be luck.',
    possible: 'A difference like this could be luck.',
    usual: 'A difference like this is within what luck does.',
    fewValues: 'Too few to compare: that takes at least {{least}} on each side.',
  },
  caveat: {
    no_control: 'Same audience both times; no control group.',
    no_trend: 'This assumes no trend and no season.',
    these_people: 'True for these people at this time. Another group may differ.',
    few_usual_one: 'The usual range rests on {{count}} item only. Six to twelve make a steadier one.',
    few_usual_other: 'The usual range rests on {{count}} items only. Six to twelve make a steadier one.',
    older_left_out_one: 'The usual range is that of the latest {{items}} items. {{count}} older one is left out.',
    older_left_out_other: 'The usual range is that of the latest {{items}} items. {{count}} older ones are left out.',
    unusual_before: {
      higher: 'The time before was unusually low, so some way back up was to be expected.',
      lower: 'The time before was unusually high, so some way back down was to be expected.',
    },
    changed_on_the_way: 'Something changed on the way: {{note}}',
    stopped_early: 'Stopped early: {{reason}}',
    edited: {
      metric: 'What is measured was changed after the start, from {{from}} to {{to}}.',
      worthwhile: 'The worthwhile change was changed after the start, from {{from}} to {{to}}.',
      before: 'The before figure was changed after the start, from {{from}} to {{to}}.',
      dates: 'The dates were changed after the start, from {{from}} to {{to}}.',
    },
    channel: {
      email: 'Opens are unreliable: some mail apps open everything by themselves.',
      social: "The platform decides who sees this; posts aren't alike.",
      web: 'Only counts people who accept analytics cookies.',
      intranet: 'Small audience; the same people come back.',
      text_message: 'Link previews can count as clicks.',
      staff_post: 'Group size and day matter more than content.',
      event: "People who reply aren't typical.",
      printed: 'Very small; good for spotting problems, not measuring.',
      video: "A 'view' can be 2 or 3 seconds.",
      contact_centre: 'Weather, bills and news move this too.',
    },
  },
  outcome: {
    better_one: '{{count}} better',
    better_other: '{{count}} better',
    worse_one: '{{count}} worse',
    worse_other: '{{count}} worse',
    same_one: '{{count}} no real difference',
    same_other: '{{count}} no real difference',
    open_one: '{{count}} too close to call',
    open_other: '{{count}} too close to call',
    too_small_one: '{{count}} too small to tell',
    too_small_other: '{{count}} too small to tell',
    story_one: '{{count}} told in words',
    story_other: '{{count}} told in words',
  },
  suggest: {
    cause: {
      up: "Did you mean 'went up while'? You wrote '{{said}}', and these figures can't show that one thing led to another.",
      down: "Did you mean 'went down while'? You wrote '{{said}}', and these figures can't show that one thing led to another.",
      same: "Did you mean 'stayed level while'? You wrote '{{said}}', and these figures can't show that one thing led to another.",
    },
    everyone: "Did you mean 'for these people, this time'? You wrote '{{said}}', and one test can't show that.",
    decimals: "Did you mean the counts themselves? You wrote '{{said}}', and so few items can't be that exact.",
    change: 'Change',
    keep: 'Keep mine',
  },
  setUp: {
    enough:
      "With about {{each, number}} each side you can usually spot a change of {{points, number}} points or more. Smaller than that may come out as 'too close to call'.",
    coarse:
      "With about {{each, number}} each side you'd probably only spot a change as big as {{points, number}} points. Fine for a hunch; don't expect proof. The change you want takes about {{needed, number}} each side.",
    tooFew: 'With fewer than {{least}} on a side I say "too small to tell". Still good for ideas.',
    none: "With about {{each, number}} each side no change would be clear. Fine for a hunch; don't expect proof.",
    items_one:
      'With {{usual}} usual items, one new item on top proves little: luck alone does that 1 time in {{oneIn, number}}.',
    items_other:
      'With {{usual}} usual items and {{count}} new ones, luck alone puts all the new ones on top 1 time in {{oneIn, number}}.',
  },
  limits:
    'The same people usually appear in both periods, and one odd issue can swing a period. So the true uncertainty is wider than the range shown.',
} as const;
