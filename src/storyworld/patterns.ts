/**
 * How StoryWorld says things: for each kind of happening, the sentences that can tell it.
 * Data only. `{A}` is the subject (name or pronoun, chosen by the teller), `{A.name}` always
 * the name, `{A.he}`, `{A.him}`, `{A.his}` pronouns; `{a}` is "a red kite", `{the}` "the kite",
 * `{at}` "in the garden", `{to}` "to the garden"; other slots are filled by the plot.
 */
export const PATTERNS = {
  opening: [
    'One {weather} {time}, {A.name} the {A.trait} {A.kind} was {at}.',
    'It was a {weather} {time}, and {A.name} the {A.trait} {A.kind} was {at}.',
    '{A.name} was a {A.trait} {A.kind}. One {weather} {time} {A.he} was {at}.',
    'Once there was a {A.trait} {A.kind} named {A.name}. One {weather} {time} {A.he} went {to}.',
  ],
  own: ['{A} had {a}.', '{A} was holding {a}.', '{A} had brought {a}.'],
  meet: [
    '{B.name} the {B.trait} {B.kind} was there too.',
    'Soon {B.name} the {B.trait} {B.kind} came along.',
    '{A} saw {A.his} friend {B.name}, a {B.trait} {B.kind}.',
    '{A} met {B.name} the {B.trait} {B.kind}.',
  ],
  use: ['{A} {used} the {noun} for a while.', '{A} {used} {the} and laughed.', '{A} was glad and {used} {the}.'],
  useTogether: ['{A.name} and {B.name} {used} {the} together.', 'They {used} {the} together.', 'Then they both {used} {the}.'],

  loseInWind: [
    'Then a strong wind took {the} away.',
    'The wind blew hard, and {the} was gone.',
    'A gust of wind pulled {the} out of {A.his} hands.',
  ],
  loseByForgetting: [
    '{A} put {the} down and forgot where.',
    '{A} ran about, and when {A.he} stopped, {the} was gone.',
    'But {the} slipped away, and {A.name} did not see where it went.',
  ],
  sad: ['{A} was sad.', '{A} began to cry.', '{A} sat down and sighed.'],
  askWhy: ['"What is wrong?" asked {B.name}. "I have lost my {noun}," said {A.name}.', '"I can not find my {noun}," {A.name} told {B.name}.'],
  offerHelp: ['"I will help you look," said {B.name}.', '"Do not worry, we will find it," said {B.name}.'],
  offerHelpByTrait: ['Because {B.name} was {B.trait}, {B.he} wanted to help.', '"I will help you look," said {B.name}, who was {B.trait}.'],
  searchFirst: [
    '{A} looked {spot}, but {the} was not there.',
    'First {A.name} looked {spot}. It was not there.',
    '{A} searched {spot} and found nothing.',
  ],
  searchNext: ['Then {A.name} looked {spot}. It was not there.', '{A} looked {spot} too, but found nothing.'],
  find: [
    'Then {A.name} looked {spot}, and there was {the}!',
    'At last {A.name} found {the} {spot}.',
    '{A} found {the} {spot}.',
    '"Here it is!" said {A.name}. The {noun} was {spot}.',
  ],
  give: ['{A} gave {the} to {B.name}.', '{A} gave {B.name} {the}.', '{A} put {the} in the hands of {B.name}.'],
  giveBack: ['{A} gave {the} back to {B.name}.', '{A} brought {the} back to {B.name}.'],
  thank: ['"Thank you!" said {A.name}.', '{A.name} thanked {B.name}.', '"You are a good friend," {A.name} told {B.name}.'],

  want: ['{A} wanted to {toUse} {the} too.', '{A} looked at {the} and wished for it.', '{A} had always wanted a {noun}.'],
  askFor: ['"May I have {the}?" {A.name} asked {B.name}.', '"Please let me have your {noun}," {A.name} said to {B.name}.'],
  giveFreely: ['"Yes, take it," said {B.name}.', '"You can have it," said {B.name} with a smile.'],
  giveFreelyByTrait: ['Because {B.name} was {B.trait}, {B.he} said yes at once.', '"Yes, take it," said {B.name}, who was {B.trait}.'],
  refuse: ['"No, it is mine," said {B.name}.', '{B.name} shook {B.his} head.'],
  refuseByTrait: ['{B.name} was too {B.trait} to say yes.', '"No, it is mine," said {B.name}, who was {B.trait}.'],
  offerTrade: ['"I will give you my {offered} for it," said {A.name}.', '"You can have my {offered} if I may have your {noun}," said {A.name}.'],
  agree: ['{B.name} agreed.', '"That is fair," said {B.name}.', '{B.name} thought about it and said yes.'],
  walkAway: ['{A.name} was sad and said nothing more.', '{A.name} sighed and looked away.'],

  needEat: ['{A} was hungry.', '"I am so hungry," said {A.name}.', '{A} had not eaten all day.'],
  needWarm: ['{A} was cold.', '"I am so cold," said {A.name}.', '{A} began to shiver.'],
  needLight: ['It grew dark, and {A.name} was afraid.', '"I can not see in the dark," said {A.name}.'],
  know: ['"There is {a} {spot}," said {B.name}.', '{B.name} knew that there was {a} {spot}.', '"Look {spot}," said {B.name}. "I left {a} there."'],
  share: ['{A.name} and {B.name} shared {the}.', 'They ate {the} together.'],
  eat: ['{A} ate {the}.', '{A} ate {the} and felt better.', '{A} ate all of {the}.'],
  warmed: ['Soon {A.name} was warm again.', 'Then {A.name} was not cold any more.'],
  lit: ['Now {A.name} could see and was not afraid.', 'The light made {A.name} feel brave.'],

  playHide: ['"Let us play a game," said {B.name}. "Close your eyes!"', '{B.name} wanted to play a game with {A.name}.', '"I will hide your {noun}, and you must find it," said {B.name}.'],
  hide: ['{A} hid {the} {spot}.', '{A} went and hid {the} {spot}.', 'Very quietly, {A.name} put {the} {spot}.'],
  count: ['{A.name} counted to ten.', '{A.name} closed {A.his} eyes and waited.', '{A.name} did not look.'],
  giveUp: ['{A.name} gave up. "It is {spot}," said {B.name}.', '"Where is it?" asked {A.name}. "Look {spot}," said {B.name}.'],

  promise: ['{A} had to bring it to {B.name} {farAt}.', 'It was for {B.name}, who was {farAt}.', '{A} wanted to give it to {B.name}, who was {farAt}.'],
  setOut: ['So {A.name} walked {to}.', '{A} took {the} and went {to}.', 'So {A.name} went {to} with {the}.'],
  rainOnWay: ['It rained, and {A.name} kept {the} dry.', '{A} got wet, but {A.he} did not stop.'],
  windOnWay: ['The wind was strong, but {A.name} held on to {the}.', 'The wind pushed {A.name} back, but {A.he} was not afraid.'],
  coldOnWay: ['It was cold, so {A.name} ran all the way.', 'The path was icy, and {A.name} went slowly.'],
  sunOnWay: ['The sun was warm, and {A.name} sang on the way.', 'The birds sang as {A.name} walked.'],
  arrive: ['{B.name} the {B.trait} {B.kind} was waiting {at}.', '{A} found {B.name}, a {B.trait} {B.kind}, {at}.'],

  putAway: ['Later {A.name} left {the} {spot}.', '{A} put {the} {spot} to keep it safe.', 'When {A.he} was tired, {A.name} put {the} {spot}.'],
  lend: ['Later {A.name} let {B.name} have {the}.', 'After a while {A.name} gave {the} to {B.name}.'],

  happyAlone: ['{A.name} was happy.', '{A.name} smiled.'],
  happyBoth: ['{A.name} and {B.name} were happy.', 'They both smiled.', 'They were good friends.'],
  sorry: ['{B.name} was sorry and said so.', 'Then {B.name} said sorry to {A.name}.'],

  whoHas: ['Who had {the} now? {C.name} had it.', 'So who had {the} in the end? It was {C.name}.', 'Now {the} was with {C.name}.'],
  whereIs: ['Where was {the} now? It was {spot}.', 'Now {the} was {spot}.'],
  whatColour: ['What colour was {the}? It was {quality}.', 'It was the best {quality} {noun} in the world.'],
  whatBecame: ['Where was {the} now? It was all gone.', 'Soon nothing was left of {the}.'],
  whereAre: ['Where were they? They were {at}.', 'All of this was {at}.'],

  endMorning: ['Then it was time for lunch.', 'They played until noon.', 'The day had only begun.'],
  endAfternoon: ['When the sun went down, they went home.', 'They played until evening.', 'Then they walked home for tea.'],
  endEvening: ['Then the moon came up, and they went to bed.', 'That night they slept well.', 'Then it was time to sleep. Good night!'],
} as const satisfies Record<string, readonly string[]>;

export type PatternName = keyof typeof PATTERNS;
