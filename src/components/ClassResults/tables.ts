// What can be taken away as CSV: a table of questions, of points, of votes and of changes of mind. Rows of cells with a first row of titles; writeCsv
// (src/quiz/peer) makes text of them. Votes and changes hold made-up names alone; points of a known student do not hold the made-up name, so that nobody
// joins the two files. Shares are numbers from 0 to 1. Pure.

import { confidences } from '@site/src/formats/confidence';
import type { ClassResults } from '@site/src/formats/class-results';
import { type Cell, type ItemStatistics, type ParticipantPoints, type Round } from '@site/src/quiz/peer';
import type { Person } from './people';
import { letterIn, type QuestionReport } from './report';
import { letterOf, plainText } from './text';

export type Table = Cell[][];

const rounds: readonly Round[] = [1, 2];

/** Enough for any class, and no tail of binary digits. */
const rounded = (value: number | undefined): Cell => (value === undefined ? undefined : Number(value.toFixed(6)));

/** Titles and what stands under them, in one place. */
type Column<Row> = [title: string, cell: (row: Row) => Cell];

const tableOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Table => [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];

function roundColumns(round: Round, letters: readonly string[]): Column<QuestionReport>[] {
  const of = (report: QuestionReport) => report.statistics.rounds[round];
  const ifHeld =
    (cell: (report: QuestionReport) => Cell) =>
    (report: QuestionReport): Cell => (report.question.rounds < round ? undefined : cell(report));
  const columns: Column<QuestionReport>[] = [
    ['voters', (report) => of(report).voters],
    ['right', (report) => of(report).correct],
    ['share right', (report) => rounded(of(report).shareCorrect)],
    ['share right low', ({ intervals }) => rounded(intervals[round][0])],
    ['share right high', ({ intervals }) => rounded(intervals[round][1])],
    ...letters.map((letter, at): Column<QuestionReport> => [letter, (report) => of(report).counts[at]?.count]),
    ...confidences.flatMap((level, at): Column<QuestionReport>[] => [
      [`${level} voters`, (report) => of(report).byConfidence[at]!.voters],
      [`${level} right`, (report) => of(report).byConfidence[at]!.correct],
    ]),
    ['voted in this round alone', ({ question, statistics }) => (question.rounds === 1 ? undefined : statistics.onlyIn[round].length)],
  ];
  return columns.map(([title, cell]) => [`round ${round} ${title}`, ifHeld(cell)]);
}

const matchedColumn = (title: string, cell: (matched: ItemStatistics['matched']) => Cell): Column<QuestionReport> => [
  title,
  ({ question, statistics }) => (question.rounds === 1 ? undefined : cell(statistics.matched)),
];

/** One row a question, with both rounds, the changes of those who voted twice, and discrimination. */
export function questionsTable(reports: readonly QuestionReport[]): Table {
  const most = Math.max(0, ...reports.map(({ question }) => question.options.length));
  const letters = Array.from({ length: most }, (_, at) => letterOf(at));
  return tableOf<QuestionReport>(
    [
      ['meeting', ({ question }) => question.meeting],
      ['question', ({ question }) => question.number],
      ['opened', ({ question }) => question.openedAt],
      ['item of the book', ({ question }) => question.ref],
      ['text', ({ question }) => plainText(question.stemHtml)],
      ...letters.map((letter, at): Column<QuestionReport> => [`option ${letter}`, ({ question }) => (question.options[at] ? plainText(question.options[at].html) : undefined)]),
      ['right option', ({ question }) => letterIn(question, question.correct)],
      ['rounds', ({ question }) => question.rounds],
      ...rounds.flatMap((round) => roundColumns(round, letters)),
      matchedColumn('voted twice', ({ voters }) => voters),
      matchedColumn('right then right', ({ cells }) => cells.rightRight),
      matchedColumn('right then wrong', ({ cells }) => cells.rightWrong),
      matchedColumn('wrong then right', ({ cells }) => cells.wrongRight),
      matchedColumn('wrong then wrong', ({ cells }) => cells.wrongWrong),
      matchedColumn('pre', ({ pre }) => rounded(pre)),
      matchedColumn('post', ({ post }) => rounded(post)),
      matchedColumn('normalized gain', ({ normalizedGain }) => rounded(normalizedGain)),
      matchedColumn('normalized change', ({ normalizedChange }) => rounded(normalizedChange)),
      ['wrong options that draw fewer than 5 %', ({ question, distractors }) => distractors.filter(({ works }) => works === false).map(({ optionId }) => letterIn(question, optionId)).join(' ') || undefined],
      ['point-biserial', ({ discrimination }) => rounded(discrimination.pointBiserial)],
      ['D', ({ discrimination }) => rounded(discrimination.upperLower)],
      ['discrimination rests on', ({ discrimination }) => discrimination.participants],
    ],
    reports,
  );
}

interface Earner {
  person: Person;
  points: ParticipantPoints;
}

/** One row a person. Without an id the made-up name stands in for it. */
export function pointsTable(people: readonly Person[], points: readonly ParticipantPoints[], meetings: ClassResults['meetings']): Table {
  return tableOf<Earner>(
    [
      ['id', ({ person }) => person.studentId],
      ['name', ({ person }) => person.name || undefined],
      ['email', ({ person }) => person.email || undefined],
      ['made-up name', ({ person }) => (person.studentId === undefined ? person.devices[0]!.name : undefined)],
      ...meetings.flatMap(({ number }, at): Column<Earner>[] => [
        [`meeting ${number} points`, ({ points: { sessions } }) => sessions[at]!.points],
        [`meeting ${number} possible`, ({ points: { sessions } }) => sessions[at]!.possible],
        [`meeting ${number}`, ({ points: { sessions } }) => sessions[at]!.state],
      ]),
      ['points', ({ points: { points: total } }) => total],
      ['possible', ({ points: { possible } }) => possible],
      ['share', ({ points: { share } }) => rounded(share)],
    ],
    people.map((person, at) => ({ person, points: points[at]! })),
  );
}

type VoteRow = ClassResults['votes'][number];

/** One row a vote, by question, round and participant, in the order in which these came. */
export function votesTable({ participants, questions, votes }: ClassResults): Table {
  const ordered = [...votes].sort((a, b) => a[1] - b[1] || a[2] - b[2] || a[0] - b[0]);
  const asked = ([, at]: VoteRow) => questions[at]!;
  return tableOf<VoteRow>(
    [
      ['meeting', (vote) => asked(vote).meeting],
      ['question', (vote) => asked(vote).number],
      ['round', ([, , round]) => round],
      ['participant', ([who]) => participants[who]!.name],
      ['option', ([, , , option]) => letterOf(option)],
      ['right', (vote) => Number(asked(vote).options[vote[3]]!.id === asked(vote).correct)],
      ['confidence', ([, , , , sure]) => (sure < 0 ? undefined : confidences[sure])],
    ],
    ordered,
  );
}

/** One row a question and pair of options: how many went from one to the other. */
export function changesTable(reports: readonly QuestionReport[]): Table {
  const rows = reports.flatMap(({ question, statistics }) => (question.rounds === 1 ? [] : statistics.matched.transitions.map((transition) => ({ question, ...transition }))));
  return tableOf<(typeof rows)[number]>(
    [
      ['meeting', ({ question }) => question.meeting],
      ['question', ({ question }) => question.number],
      ['from', ({ question, from }) => letterIn(question, from)],
      ['to', ({ question, to }) => letterIn(question, to)],
      ['participants', ({ count }) => count],
      ['from right', ({ question, from }) => Number(from === question.correct)],
      ['to right', ({ question, to }) => Number(to === question.correct)],
    ],
    rows,
  );
}

/** A name that every file system takes, such as "Attention-votes-2026-11-21.csv"; the date is the day of the download, by this computer's calendar. */
export function fileName(title: string, what: string, day: Date): string {
  const words = title.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const start = [...words].slice(0, 60).join('').replace(/-+$/, '') || 'class';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${start}-${what}-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.csv`;
}
