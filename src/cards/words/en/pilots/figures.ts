/** Kind questions about figures as people type or paste them. What they typed stays in the box. */
export const pilotFigures = {
  empty: 'This one needs a number, such as 118.',
  not_a_number: 'I could not read "{{typed}}" as a number. Please write it like 1204 or 1,204.',
  several: 'I see more than one number in "{{typed}}". Which one is it?',
  negative: '"{{typed}}" is less than nothing. What was counted?',
  percent: '"{{typed}}" is a percentage. I need the count itself, such as 118.',
  whole: '"{{typed}}" is not a whole number. What was counted, without a fraction?',
  too_large: '"{{typed}}" is more than ten billion. Is there a digit too many?',
  dot: 'Is "{{typed}}" {{thousands, number}}, or {{whole, number}} and a fraction? Please write it without the dot.',
  rounded: 'Is "{{typed}}" exactly {{meant, number}}? Please write the number in full.',
  both_halves: 'I need two numbers, and "{{typed}}" is something else. How many, of how many? Such as 118/2410.',
  two_numbers: 'Is "{{typed}}" {{count, number}} of {{of, number}}? Then please write {{count}}/{{of}}.',
  percent_of:
    '"{{typed}}" comes to about {{count, number}} of {{of, number}}. If that is exact, write {{count}}/{{of}}.',
  percent_differs:
    'In "{{typed}}" the percentage and {{count, number}} of {{of, number}} don\'t agree. Which is right? Write it like {{count}}/{{of}}.',
  more_than_all: '{{count, number}} of {{of, number}} is more than all of them. Are the two the wrong way round?',
  of_none: 'Of none? The second number says how many there were in all, and needs to be 1 or more.',
  one_or_many:
    'Is "{{typed}}" one number or several? Please write each on a line of its own, without spaces or commas in it.',
  too_many: 'That is {{count, number}} numbers, and I can take {{most, number}}. Please take the latest ones.',
  columns: 'I see more than one column of numbers, from "{{typed}}" on. Please paste just the one that counts.',
  total: '"{{typed}}" looks like a sum of the others. Please leave that line out.',
  rating: '"{{typed}}" is not on the scale. Ratings are 1, 2, 3, 4 or 5.',
  no_change: '"{{typed}}" is no change at all. How small a change would still be worth it? Such as 1 point.',
  too_large_change: '"{{typed}}" is more than shares can change. Write points, such as 1 for one in a hundred.',
  before_differs:
    'At the start you wrote {{countAtStart, number}} of {{ofAtStart, number}}. Now it is {{count, number}} of {{of, number}}. Which one holds? If it changed, the card will say so.',
} as const;
