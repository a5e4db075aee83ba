/**
 * Names for participants who give none: an adjective and an animal, such as "Sunny Otter". Not here: names that people choose themselves.
 *
 * Left out: words for bodies, age, sex, skin, speed of thought, religions and nations; animals that are an insult or slang somewhere (owl and buffalo as
 * much as donkey), dogs, apes, vermin, and first names.
 */

import type { Rng } from '@site/src/engine/random';

const words = (text: string) => text.trim().split(/\s+/);

export const adjectives: readonly string[] = words(`
  Active Adept Affable Agile Alert Alpine Amber Amiable Apt Aqua Arctic Artful Astute Attentive Autumn Avid Aware Azure Balanced Beaming Blithe
  Bold Brave Breezy Bright Brisk Bronze Buoyant Busy Calm Candid Capable Careful Caring Celestial Cheerful Cheery Chipper Civil Classic Clear Clever Coastal
  Cobalt Composed Confident Constant Content Cool Copper Coral Cordial Cosmic Courteous Creative Crimson Crisp Curious Cyan Dapper Daring Dauntless Decisive Deft
  Determined Devoted Diligent Discreet Dynamic Eager Earnest Easygoing Electric Elegant Eloquent Emerald Energetic Esteemed Evening Exact Expert Fabled Faithful Famous Fearless Festive
  Fluent Focused Forest Fortunate Free Friendly Frosty Galactic Gallant Generous Genial Gentle Genuine Gifted Glad Gleaming Glowing Golden Graceful Gracious Grand Grateful
  Great Happy Harbor Hardy Hearty Helpful Heroic Hillside Honest Hopeful Humble Indigo Ingenious Inspired Inventive Island Jaunty Jazzy Jovial Joyful Jubilant Judicious Just
  Keen Kind Kindly Kinetic Lakeside Learned Lilac Lively Logical Loyal Lucid Lucky Luminous Lunar Lyrical Magnetic Majestic Maroon Marvelous Meadow Mellow Merry
  Methodical Mighty Mindful Mirthful Misty Modest Morning Mountain Musical Nautical Neat Nimble Noble Notable Novel Observant Opal Orbital Orderly Original Pacific Painterly Patient
  Peaceful Pearly Peppy Perceptive Persistent Pleasant Plucky Poetic Poised Polar Polished Polite Practical Precise Prepared Prompt Prudent Punctual Quick Quiet Radiant Rapid Rational Ready
  Reflective Reliable Resilient Resolute Rhythmic River Ruby Russet Rustic Sapphire Savvy Scholarly Seaside Sensible Serene Sharp Shining Silver Sincere Skilful Smiling Snappy Snowy Sociable
  Solar Sonic Sparkling Spirited Splendid Spring Stalwart Starlit Starry Stately Steadfast Steady Stellar Sterling Stylish Sublime Subtle Summer Sunlit Sunny Superb Sure Tactful Talented
  Tenacious Thankful Thorough Thoughtful Tidal Tidy Timely Tireless Topaz Tranquil Tropical Trusty Truthful Turquoise Twilight Upbeat Upland Urbane Valiant Valley Verdant Versatile Vibrant
  Vigilant Vivid Warm Watchful Welcome Whimsical Winter Wise Witty Wondrous Woodland Worthy Zesty
`);

export const animals: readonly string[] = words(`
  Aardvark Angelfish Antelope Armadillo Avocet Axolotl Badger Bandicoot Barracuda Beetle Bilby Bison Bittern Bluebird Bobcat Bobolink Bream Bulbul Bullfinch Bumblebee Bunting
  Butterfly Canary Capybara Caracal Caribou Carp Cassowary Chaffinch Chameleon Chamois Cheetah Chinchilla Chipmunk Cicada Civet Coati Condor Cormorant Crane Cricket Crossbill Curlew
  Cuttlefish Damselfly Dipper Dolphin Dormouse Dove Dragonfly Dunlin Dunnock Eagle Echidna Egret Eider Eland Elk Emu Ermine Falcon Fawn Fennec Ferret Fieldfare Finch Firefly Flamingo
  Flycatcher Fulmar Gecko Genet Giraffe Godwit Goldcrest Goldfinch Goldfish Goshawk Grasshopper Grayling Grebe Greenfinch Gull Guppy Haddock Harrier Hawk Hedgehog Heron
  Herring Honeybee Hornet Horse Hummingbird Ibex Ibis Iguana Impala Jackdaw Jaguar Jerboa Junco Kangaroo Katydid Kingfisher Kinglet Kinkajou Kite Kittiwake Koala Koi Kookaburra Kudu Lacewing
  Lapwing Lark Leopard Linnet Lion Llama Lobster Lorikeet Lynx Lyrebird Macaw Mackerel Magpie Mallard Manta Mantis Margay Markhor Marlin Marmot Marten Meadowlark Meerkat Mongoose Moose Moth Motmot Mouflon
  Mustang Narwhal Nautilus Nighthawk Nightingale Nightjar Numbat Nuthatch Ocelot Octopus Okapi Oriole Oryx Osprey Otter Ovenbird Panda Panther Parakeet Parrot Partridge Pelican Penguin Perch
  Petrel Pheasant Pika Pintail Pipit Platypus Plover Porcupine Porpoise Pronghorn Puffin Puma Quail Quetzal Quokka Quoll Raven Redstart Redwing Reindeer Roadrunner Rosella Sable Sailfish Salamander
  Salmon Sanderling Sandpiper Sardine Scallop Seahorse Seal Serval Shearwater Shrike Sika Siskin Skua Skylark Sparrow Spoonbill Springbok Squirrel Starling Stilt Stingray Stoat Stork Sturgeon Sunbird Sunfish Swan
  Swift Swordfish Tanager Tapir Tern Tetra Tiger Toucan Towhee Turaco Turnstone Veery Vicuna Vireo Vole Wallaby Wapiti Warbler Waxwing Weaverbird Whimbrel Wigeon Willet Wolf Wombat Wren Yak Zander Zebra
`);

/** Draws before a name with a number is taken: in a room of 5,000 a free name is then all but certain. */
const DRAWS = 12;

/** A name that is not among those taken; with a number from 2 behind it where the draws found no free one. */
export function drawName(taken: ReadonlySet<string>, rng: Rng): string {
  let name = '';
  for (let i = 0; i < DRAWS; i++) {
    name = `${rng.pick(adjectives)} ${rng.pick(animals)}`;
    if (!taken.has(name)) return name;
  }
  let number = 2;
  while (taken.has(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}
