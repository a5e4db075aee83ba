/**
 * How StoryWorld says things: for each kind of happening, the sentences that can tell it and the facts that they state.
 * Data only. `{A}` is the subject (name or pronoun, chosen by the teller), `{A.name}` always the name, `{A.he}`,
 * `{A.him}`, `{A.his}` pronouns; `{a}` is "a red kite", `{the}` "the kite", `{at}` "in the garden", `{to}` "to the garden"; other
 * slots are filled by the plot.
 */
import type { Fact, Item, Person } from './state';
import type { Hour, Place, Time, Weather } from './world';

/** What a saying's slots hold. The checker fills them from a text, and then some may be missing. */
export interface Slots {
  A?: Person;
  B?: Person;
  C?: Person;
  item?: Item;
  offered?: string;
  favourite?: string;
  place?: Place;
  spot?: string;
  time?: Time;
  weather?: Weather;
  hour?: Hour;
  /** Whole hours, 1 to 3. */
  hours?: number;
  tool?: string;
}

export interface Saying {
  patterns: readonly string[];
  /** In the order in which they become true; a slot may be missing where none of the patterns shows it. */
  facts?: (slots: Slots) => Fact[];
}

const people = ({ A, B }: Slots): Person[] => [A, B].filter((who) => who !== undefined);
const says = (...patterns: string[]): Saying => ({ patterns });
const tells = (facts: (slots: Required<Slots>) => Fact[], ...patterns: string[]): Saying => ({ patterns, facts: (slots) => facts(slots as Required<Slots>) });

const opening = ({ A, place, time, weather, hour }: Slots): Fact[] => [
  { kind: 'begin', time: time!, weather: weather!, hour },
  { kind: 'go', who: [A!], place: place! },
];
const own = ({ A, item }: Required<Slots>): Fact[] => [{ kind: 'own', who: A, item }];
const give = ({ A, B, item }: Required<Slots>): Fact[] => [{ kind: 'give', from: A, to: B, item }];
const use = (slots: Slots): Fact[] => [{ kind: 'use', who: people(slots), item: slots.item! }];
const eat = (slots: Slots): Fact[] => [{ kind: 'eat', who: people(slots), item: slots.item! }];
const lose = ({ A, item }: Required<Slots>): Fact[] => [{ kind: 'lose', who: A, item }];
const isWindy: Fact = { kind: 'is', weather: 'windy' };
const leave = ({ A, item, spot }: Required<Slots>): Fact[] => [{ kind: 'leave', who: A, item, spot }];
const search = ({ A, item, spot }: Slots): Fact[] => (A && item ? [{ kind: 'search', who: A, item, spot: spot! }] : []);
const find = ({ A, item, spot }: Required<Slots>): Fact[] => [{ kind: 'find', who: A, item, spot }];
const take = ({ A, item }: Required<Slots>): Fact[] => [{ kind: 'take', who: A, item }];

export const SAYINGS = {
  opening: tells(
    opening,
    'One {weather} {time}, {A.name} the {A.trait} {A.kind} was {at}.',
    'It was a {weather} {time}, and {A.name} the {A.trait} {A.kind} was {at}.',
    '{A.name} was a {A.trait} {A.kind}. One {weather} {time} {A.he} was {at}.',
    'Once there was a {A.trait} {A.kind} named {A.name}. One {weather} {time} {A.he} went {to}.',
    'On a {weather} {time}, a {A.trait} {A.kind} named {A.name} was {at}.',
  ),
  openingWithHour: tells(
    opening,
    'It was {hour} on a {weather} {time}, and {A.name} the {A.trait} {A.kind} was {at}.',
    'At {hour} one {weather} {time}, {A.name} the {A.trait} {A.kind} went {to}.',
    'The clock struck {struck}. It was a {weather} {time}, and {A.name} the {A.trait} {A.kind} was {at}.',
  ),
  own: tells(own, '{A} had {a}.', '{A} was holding {a}.', '{A} had brought {a}.', '{A} had {a} in {A.his} bag.'),
  meet: tells(
    ({ A, B }) => [{ kind: 'join', who: B, other: A }],
    '{B.name} the {B.trait} {B.kind} was there too, and {B.he} waved to {A.name}.',
    'Soon {B.name} the {B.trait} {B.kind} came to see {A.name}.',
    '{A} saw {A.his} friend {B.name}, a {B.trait} {B.kind}.',
    '{A} met {B.name} the {B.trait} {B.kind}.',
    'Then {A.name} heard a voice. It was {B.name} the {B.trait} {B.kind}.',
  ),
  use: tells(use, '{A} {used} the {noun} for a while.', '{A} {used} {the} and laughed.', '{A} was glad and {used} {the}.', '{A} {used} {the} all by {A.him}self.'),
  useTogether: tells(use, '{A.name} and {B.name} {used} {the} together.', 'They {used} {the} together.', 'Then they both {used} {the}.'),

  loseInWind: tells(
    (slots) => [isWindy, ...lose(slots)],
    'Then a strong wind took {the} away from {A.name}.',
    'The wind blew hard, and {A.name} lost {the}.',
    'A gust of wind pulled {the} out of the hands of {A.name}.',
  ),
  loseByForgetting: tells(
    lose,
    '{A} put {the} down and forgot where.',
    '{A} ran about, and when {A.he} stopped, {the} was gone.',
    'But {the} slipped away, and {A.name} did not see where it went.',
    '{A} fell asleep, and when {A.he} woke up, {the} was gone.',
  ),
  sad: says('{A} was sad.', '{A} began to cry.', '{A} sat down and sighed.', '{A} did not know what to do.'),
  askWhy: says(
    '"What is wrong?" asked {B.name}. "I have lost my {noun}," said {A.name}.',
    '"I can not find my {noun}," {A.name} told {B.name}.',
    '"Have you seen my {noun}?" {A.name} asked {B.name}. {B.name} had not.',
  ),
  offerHelp: says('"I will help you look," said {B.name}.', '"Do not worry, we will find it," said {B.name}.', '"Two can look better than one," said {B.name}.'),
  offerHelpByTrait: says('Because {B.name} was {B.trait}, {B.he} wanted to help.', '"I will help you look," said {B.name}, who was {B.trait}.'),
  searchFirst: tells(
    search,
    '{A} looked {spot}, but {the} was not there.',
    'First {A.name} looked for {the} {spot}. It was not there.',
    '{A} searched {spot}, but did not see {the}.',
  ),
  searchNext: tells(search, 'Then {A.name} looked for {the} {spot}. It was not there.', '{A} looked {spot} too, but {the} was not there.', 'Was {the} {spot}? {A.name} looked, but it was not.'),
  find: tells(
    find,
    'Then {A.name} looked {spot}, and there was {the}!',
    'At last {A.name} found {the} {spot}.',
    '{A} found {the} {spot}.',
    '"Here it is!" said {A.name}. The {noun} was {spot}.',
  ),
  give: tells(give, '{A} gave {the} to {B.name}.', '{A} gave {B.name} {the}.', '{A} put {the} in the hands of {B.name}.', '{A} handed {the} to {B.name}.'),
  giveBack: tells(give, '{A} gave {the} back to {B.name}.', '{A} brought {the} back to {B.name}.'),
  thank: says('"Thank you!" said {A.name}.', '{A.name} thanked {B.name}.', '"You are a good friend," {A.name} told {B.name}.', '"How good of you," said {A.name} to {B.name}.'),

  want: says('{A} wanted to {toUse} {the} too.', '{A} looked at {the} and wished for it.', '{A} had always wanted a {noun}.'),
  askFor: says('"May I have {the}?" {A.name} asked {B.name}.', '"Please let me have your {noun}," {A.name} said to {B.name}.'),
  giveFreely: says('"Yes, take it," said {B.name}.', '"You can have it," said {B.name} with a smile.', '"I do not need it," said {B.name}.'),
  giveFreelyByTrait: says('Because {B.name} was {B.trait}, {B.he} said yes at once.', '"Yes, take it," said {B.name}, who was {B.trait}.'),
  refuse: says('"No, it is mine," said {B.name}.', '{B.name} shook {B.his} head.', '"I want to keep it," said {B.name}.'),
  refuseByTrait: says('{B.name} was too {B.trait} to say yes.', '"No, it is mine," said {B.name}, who was {B.trait}.'),
  offerTrade: says('"I will give you my {offered} for it," said {A.name}.', '"You can have my {offered} if I may have your {noun}," said {A.name}.'),
  agree: says('{B.name} agreed.', '"That is fair," said {B.name}.', '{B.name} thought about it and said yes.'),
  walkAway: says('{A.name} was sad and said nothing more.', '{A.name} sighed and looked away.'),
  sorry: says('{B.name} was sorry and said so.', 'Then {B.name} said sorry to {A.name}.'),

  birthday: tells(
    ({ A, B }) => [{ kind: 'join', who: B, other: A }],
    '{A} was with {B.name} the {B.trait} {B.kind}, who had a birthday.',
    '{B.name} the {B.trait} {B.kind} came to see {A.name}. It was the birthday of {B.name}.',
    '{A} had come to the birthday of {B.name}, a {B.trait} {B.kind}.',
  ),
  likesBest: says('{B.name} liked nothing better than {aFavourite}.', 'What {B.name} liked best was {aFavourite}.', '{B.name} had wished for {aFavourite}.'),
  bringGift: tells(own, '{A.name} had {a} for {B.name}.', '{A.name} wanted to give {a} to {B.name}.', '{A.name} had {a} behind {A.his} back.'),
  giftLoved: says('"It is just what I wanted!" said {B.name}.', '{B.name} jumped for joy.', '"How did you know?" asked {B.name}.'),
  giftLiked: says('"How nice," said {B.name}.', '{B.name} thanked {A.name}, but would rather have had {aFavourite}.', '"I do not have one yet," said {B.name}.'),

  breakByWind: tells(({ item }) => [isWindy, { kind: 'break', item }], 'The wind threw {the} against a wall, and it broke.', 'Then a gust of wind tore at {the}, and it broke.'),
  breakByFall: tells(
    ({ item }) => [{ kind: 'break', item }],
    'Then {A.name} dropped {the}, and it broke.',
    '{A} slipped and fell on {the}, and it broke.',
    'But {A.name} pulled at {the} too hard, and it broke.',
  ),
  showBroken: says('"My {noun} is broken," {A.name} told {B.name}.', '{A.name} showed {B.name} the broken {noun}.', '"Can you mend my {noun}?" {A.name} asked {B.name}.'),
  knowsHow: says('{B.name} was {B.trait} and knew what to do.', 'Because {B.name} was {B.trait}, {B.he} knew how to mend it.'),
  mend: tells(
    ({ item }) => [{ kind: 'mend', item }],
    '{B.name} mended {the} with {tool}.',
    'With {tool} {B.name} made {the} whole again.',
    '{B.name} took {tool}, and soon {the} was as good as new.',
  ),
  canNotMend: says('{B.name} looked at {the}, but could not mend it.', '"I can not mend it," said {B.name}.', '{B.name} tried to mend {the}, but it stayed broken.'),
  comfort: says('"We can play without it," said {B.name}.', 'So they sat together, and {B.name} told a story.', '{B.name} put an arm around {A.name}.'),

  needEat: says('{A} was hungry.', '"I am so hungry," said {A.name}.', '{A} had not eaten all day.'),
  needWarm: says('{A} was cold.', '"I am so cold," said {A.name}.', '{A} began to shiver.'),
  needLight: tells(() => [{ kind: 'is time', time: 'evening' }], 'It grew dark, and {A.name} was afraid.', '"I can not see in the dark," said {A.name}.'),
  know: tells(
    ({ B, item, spot }) => [
      { kind: 'own', who: B, item },
      { kind: 'leave', who: B, item, spot },
    ],
    '"There is {a} {spot}," said {B.name}.',
    '{B.name} knew that there was {a} {spot}.',
    '"Look {spot}," said {B.name}. "I left {a} there."',
  ),
  share: tells(eat, '{A.name} and {B.name} shared {the}.', 'They ate {the} together.'),
  eat: tells(eat, '{A} ate {the}.', '{A} ate {the} and felt better.', '{A} ate all of {the}.'),
  warmed: says('Soon {A.name} was warm again.', 'Then {A.name} was not cold any more.'),
  lit: says('Now {A.name} could see and was not afraid.', 'The light made {A.name} feel brave.'),

  playHide: says('"Let us play a game," said {B.name}. "Close your eyes!"', '{B.name} wanted to play a game with {A.name}.', '"I will hide your {noun}, and you must find it," said {B.name}.'),
  hide: tells(leave, '{A} hid {the} {spot}.', '{A} went and hid {the} {spot}.', 'Very quietly, {A.name} put {the} {spot}.'),
  count: says('{A.name} counted to ten.', '{A.name} closed {A.his} eyes and waited.', '{A.name} did not look.'),
  giveUp: tells(
    ({ item, spot }) => [{ kind: 'lies', item, spot }],
    '{A.name} gave up. "The {noun} is {spot}," said {B.name}.',
    '"Where is my {noun}?" asked {A.name}. "Look {spot}," said {B.name}.',
  ),

  stuckByWind: tells((slots) => [isWindy, ...leave(slots)], 'Then the wind took {the}, and {A.name} saw it land {spot}.', 'A gust of wind pulled at {the}, and {A.name} could not hold it. It landed {spot}.'),
  stuckByThrow: tells(leave, '{A} threw {the} too high, and it landed {spot}.', 'But {A.name} threw {the}, and it got stuck {spot}.'),
  outOfReach: says('{A} could not reach it.', 'It was too high for {A.name}.', '{A} jumped and jumped, but it was too high.'),
  fetchByTrait: tells(take, '{A.name}, who was {A.trait}, climbed up and took {the} down.', '{A.name} was {A.trait}, so {A.he} went up and took {the} down.'),
  fetchWithTool: tells(take, '{A.name} reached {the} with a long stick.', '{A.name} found a ladder and took {the} down.'),
  fallsDown: tells(take, 'They waited, and at last {the} fell into the hands of {A.name}.', 'They threw a stone at {the}, and it fell down to {A.name}.'),

  promise: tells(
    ({ B, place }) => [
      { kind: 'go', who: [B], place },
      { kind: 'plan', place },
    ],
    '{A} had to bring it to {B.name} {farAt}.',
    'It was for {B.name}, who was {farAt}.',
    '{A} wanted to give it to {B.name}, who was {farAt}.',
  ),
  setOut: tells(({ A, place }) => [{ kind: 'go', who: [A], place }], 'So {A.name} walked {to}.', '{A} took {the} and went {to}.', 'So {A.name} went {to} with {the}.'),
  rainOnWay: tells(() => [{ kind: 'is', weather: 'rainy' }], 'It rained, and {A.name} kept {the} dry.', '{A} got wet in the rain, but {A.he} did not stop.'),
  windOnWay: tells(() => [{ kind: 'is', weather: 'windy' }], 'The wind was strong, but {A.name} held on to {the}.', 'The wind pushed {A.name} back, but {A.he} was not afraid.'),
  coldOnWay: tells(() => [{ kind: 'is', weather: 'cold' }], 'It was cold, so {A.name} ran all the way.', 'The path was icy, and {A.name} went slowly.'),
  sunOnWay: tells(() => [{ kind: 'is', weather: 'sunny' }], 'The sun was warm, and {A.name} sang on the way.', 'The sun shone on {A.name} all the way.'),
  arrive: says('{B.name} the {B.trait} {B.kind} was waiting.', '{A} found {B.name}, who was a {B.trait} {B.kind}.', 'There was {B.name}, a {B.trait} {B.kind}.'),

  challenge: tells(({ place }) => [{ kind: 'plan', place }], '"Let us race {to}!" said {B.name}.', '{B.name} wanted to race {A.name} {to}.', '"I am faster than you. Come, we run {to}!" said {B.name}.'),
  prize: says('"If you win, you may have my {noun}," said {B.name}.', '{B.name} said that {A.name} could have {the} if {A.he} won.'),
  accept: says('{A.name} said yes.', '"I am ready," said {A.name}.', '{A.name} laughed and got ready.'),
  run: tells((slots) => [{ kind: 'go', who: [slots.A, slots.B], place: slots.place }], '{A.name} and {B.name} ran {to} as fast as they could.', '{A.name} and {B.name} ran side by side {to}.', 'Off ran {A.name} and {B.name} {to}.'),
  win: says('{A.name} was there first.', '{A.name} won the race.', 'In the end {A.name} was faster.'),
  keepPrize: tells(({ A, item }) => [{ kind: 'has', who: A, item }], 'So {A.name} kept {the}.', '{A} did not have to give {the} away.'),
  wellDone: says('"Well done!" said {A.name}.', '{A.name} laughed and clapped.', '"You run like the wind," said {A.name}.'),
  sulk: says('{A.name} said that it was not fair.', '{A.name} was too {A.trait} to smile.'),

  putAway: tells(leave, 'Later {A.name} left {the} {spot}.', '{A} put {the} {spot} to keep it safe.', 'When {A.he} was tired, {A.name} put {the} {spot}.'),
  lend: tells(give, 'Later {A.name} let {B.name} have {the}.', 'After a while {A.name} gave {the} to {B.name}.'),

  took: tells(({ hours }) => [{ kind: 'pass', hours }], 'That took {hours}.', 'All this took {hours}.', '{hours} went by.'),
  strikes: tells(({ hour }) => [{ kind: 'strikes', hour }], 'By then it was {hour}.', 'Then the clock struck {struck}.', 'Now it was {hour}.'),

  happyAlone: says('{A.name} was happy.', '{A.name} smiled.'),
  happyBoth: says('{A.name} and {B.name} were happy.', 'They both smiled.', 'They were good friends.'),

  whoHas: tells(({ C, item }) => [{ kind: 'has', who: C, item }], 'Who had {the} now? {C.name} had it.', 'So who had {the} in the end? It was {C.name}.', 'Now {the} was with {C.name}.'),
  whereIs: tells(({ item, spot }) => [{ kind: 'lies', item, spot }], 'Where was {the} now? It was {spot}.', 'Now {the} was {spot}.'),
  whatColour: tells(({ item }) => [{ kind: 'looks', item, quality: item.quality }], 'What colour was {the}? It was {quality}.', 'It was the best {quality} {noun} in the world.'),
  whatBecame: tells(({ item }) => [{ kind: 'is gone', item }], 'Where was {the} now? It was all gone.', 'Nothing was left of {the}.'),
  whereAre: tells(({ place }) => [{ kind: 'are at', place }], 'Where were they? They were {at}.', 'All of this was {at}.'),

  endMorning: tells(() => [{ kind: 'is time', time: 'morning' }], 'Then it was time for lunch.', 'They stayed until noon.', 'The day had only begun.'),
  endAfternoon: tells(() => [{ kind: 'is time', time: 'afternoon' }], 'When the sun went down, they went home.', 'They stayed until evening.', 'Then they walked home for tea.'),
  endEvening: tells(() => [{ kind: 'is time', time: 'evening' }], 'Then the moon came up, and they went to bed.', 'That night they slept well.', 'Then it was time to sleep. Good night!'),
} as const satisfies Record<string, Saying>;

export type SayingName = keyof typeof SAYINGS;
/** The same happenings with other sentences. */
export type Sayings = Record<SayingName, Saying>;

export const TOOLS = ['some glue', 'a bit of string', 'a small nail', 'a strip of tape'] as const;
