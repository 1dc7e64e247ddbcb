import { COMPLETION_VERDICT } from '../../campaigns/codes/issue-codes.js';
import type { QuarterlySummaryModel } from '../../documents/models-official.js';
import type { ReportLetterModel } from '../../documents/models-reports.js';
import type { WorkbookModel } from '../../documents/models-workbook.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { ISSUE_STATUS } from '../../registers/codes.js';
import { CORRECTABLE_CELL, type CorrectableCell } from './report.codes.js';
import { addCategory, groupsFrom, NO_CATEGORY_FIGURES } from './figure-sums.rules.js';
import type {
  CorrectionChange,
  LedgerSnapshot,
  ProgressSnapshot,
  SealedAttachment,
  Snapshot,
} from './report.snapshot.js';
import type { CategoryFigures, SummaryFigures } from './summary-figures.rules.js';

/** A category that was wrong in the sealed books, and the one that CORRECTED postings put in its place. */
export interface RestatedCategory {
  readonly from: string;
  readonly code: string;
  readonly label: string;
}

export interface CorrectionWishes {
  readonly rows: readonly {
    readonly issueNo: string;
    readonly cell: CorrectableCell;
    readonly value: string;
  }[];
  readonly notes: readonly string[] | undefined;
  /** Sections of the text by their titles. */
  readonly sections: readonly { readonly title: string; readonly text: string }[];
  /** Categories that the books have corrected since, by issue number. */
  readonly categories: ReadonlyMap<string, RestatedCategory>;
  readonly attachments: readonly SealedAttachment[];
}

export interface Restated {
  readonly snapshot: Snapshot;
  readonly changes: readonly CorrectionChange[];
  readonly faults: readonly FieldFault[];
}

/** The snapshot as it should have been, with every change before and after. Pure. */
export function restate(sealed: Snapshot, wishes: CorrectionWishes): Restated {
  const changes: CorrectionChange[] = [];
  const faults: FieldFault[] = [];
  const note = (place: string, before: string, after: string): void => {
    if (before !== after) changes.push({ place, before, after });
  };
  let snapshot: Snapshot = sealed;
  if (snapshot.kind === 'LEDGER' || snapshot.kind === 'PROGRESS') {
    snapshot = restateRows(snapshot, wishes, note, faults);
    if (wishes.notes) snapshot = restateNotes(snapshot, wishes.notes, note);
  } else if (wishes.rows.length > 0 || wishes.notes) {
    faults.push(unknown('rows', '这份报告没有台账，不能更正台账行或附注'));
  }
  snapshot = restateSections(snapshot, wishes.sections, note, faults);
  note('附件', filesOf(sealed.attachments), filesOf(wishes.attachments));
  return { snapshot: { ...snapshot, attachments: wishes.attachments }, changes, faults };
}

type Note = (place: string, before: string, after: string) => void;

const unknown = (path: string, message: string): FieldFault => ({
  path,
  code: 'UNKNOWN_PLACE',
  message,
});

const filesOf = (files: readonly SealedAttachment[] | undefined): string =>
  (files ?? [])
    .map(({ seq, fileName, sha256 }) => `${seq}.${fileName}（${sha256.slice(0, 12)}）`)
    .join('；');

function restateRows<S extends LedgerSnapshot | ProgressSnapshot>(
  snapshot: S,
  { rows: wanted, categories }: CorrectionWishes,
  note: Note,
  faults: FieldFault[],
): S {
  const known = new Set(snapshot.document.rows.map(({ issueNo }) => issueNo));
  for (const [index, { issueNo }] of wanted.entries()) {
    if (!known.has(issueNo)) faults.push(unknown(`rows[${index}].issueNo`, `台账中没有${issueNo}`));
  }
  const patches = new Map<string, Record<string, string>>();
  const patch = (issueNo: string, cell: string, value: string): void => {
    patches.set(issueNo, { ...patches.get(issueNo), [cell]: value });
  };
  for (const { issueNo, cell, value } of wanted) patch(issueNo, cell, value);
  for (const [issueNo, { label }] of categories) patch(issueNo, 'category', label);
  for (const row of snapshot.document.rows) {
    for (const [cell, value] of Object.entries(patches.get(row.issueNo) ?? {})) {
      const label =
        cell === 'category' ? '问题类别' : CORRECTABLE_CELL.labels[cell as CorrectableCell];
      note(`${row.issueNo} ${label}`, String(row[cell as 'statement']), value);
    }
  }
  return {
    ...snapshot,
    figures: recategorised(snapshot, categories),
    document: {
      ...snapshot.document,
      rows: snapshot.document.rows.map((row) => ({ ...row, ...patches.get(row.issueNo) })),
    },
    workbook: onFirstSheet(snapshot.workbook, (sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) => ({ ...row, ...patches.get(String(row['issueNo'])) })),
    })),
  };
}

type WorkbookRow = WorkbookModel['sheets'][number]['rows'][number];

/** Counts of the issues whose category was corrected move from one category to the other. */
function recategorised(
  { figures, workbook }: LedgerSnapshot | ProgressSnapshot,
  categories: CorrectionWishes['categories'],
): SummaryFigures {
  const byCategory: Record<string, CategoryFigures> = { ...figures.byCategory };
  for (const row of workbook.sheets[0]?.rows ?? []) {
    const moved = categories.get(String(row['issueNo']));
    if (!moved || moved.from === moved.code) continue;
    const { from, code } = moved;
    const own = countsOf(row);
    byCategory[from] = addCategory(byCategory[from] ?? NO_CATEGORY_FIGURES, negative(own));
    byCategory[code] = addCategory(byCategory[code] ?? NO_CATEGORY_FIGURES, own);
  }
  const kept = Object.entries(byCategory).filter(([, { total }]) => total > 0);
  const sorted = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...figures, byCategory: sorted, byGroup: groupsFrom(sorted) };
}

/** How one line of a sealed ledger was counted, read from its printed cells. */
function countsOf(row: WorkbookRow): CategoryFigures {
  const closed = row['closed'] === '是' ? 1 : 0;
  const carriedOver = row['status'] === ISSUE_STATUS.labels.CARRIED_OVER ? 1 : 0;
  const done = row['verdict'] === COMPLETION_VERDICT.labels.RECTIFIED && carriedOver === 0;
  const extended =
    row['originalDeadline'] !== null && row['originalDeadline'] !== row['currentDeadline'];
  return {
    total: 1,
    closed,
    rectified: closed === 1 || done ? 1 : 0,
    overdue: Number(row['overdueDays'] ?? 0) > 0 ? 1 : 0,
    extended: extended ? 1 : 0,
    carriedOver,
  };
}

const negative = (figures: CategoryFigures): CategoryFigures => ({
  total: -figures.total,
  closed: -figures.closed,
  rectified: -figures.rectified,
  overdue: -figures.overdue,
  extended: -figures.extended,
  carriedOver: -figures.carriedOver,
});

function onFirstSheet(
  workbook: WorkbookModel,
  change: (sheet: WorkbookModel['sheets'][number]) => WorkbookModel['sheets'][number],
): WorkbookModel {
  const sheets = workbook.sheets.map((sheet, index) => (index === 0 ? change(sheet) : sheet));
  return { ...workbook, sheets };
}

/** What people wrote under the table; the first line of a nil report is the program's own. */
export const writtenNotesOf = (snapshot: Snapshot): string[] =>
  snapshot.kind === 'LEDGER' || snapshot.kind === 'PROGRESS'
    ? snapshot.document.notes.slice(snapshot.header.isNil ? 1 : 0)
    : [];

/** The sentence of a nil report stays; what people wrote under the table is replaced. */
function restateNotes<S extends LedgerSnapshot | ProgressSnapshot>(
  snapshot: S,
  wanted: readonly string[],
  note: Note,
): S {
  const { document, header } = snapshot;
  const before = writtenNotesOf(snapshot);
  const notes = [...document.notes.slice(0, header.isNil ? 1 : 0), ...wanted];
  note('附注', before.join('\n'), wanted.join('\n'));
  const printed = new Set(before.map((text) => `注：${text}`));
  const added = wanted.map((text) => `注：${text}`);
  return {
    ...snapshot,
    document: { ...document, notes },
    workbook: onFirstSheet(snapshot.workbook, (sheet) => {
      const footer = (sheet.footer ?? []).filter((line) => !printed.has(line));
      return { ...sheet, footer: [...footer.slice(0, -1), ...added, ...footer.slice(-1)] };
    }),
  };
}

type Section = CorrectionWishes['sections'][number];

function restateSections(
  snapshot: Snapshot,
  sections: readonly Section[],
  note: Note,
  faults: FieldFault[],
): Snapshot {
  return sections.reduce<Snapshot>((current, section, index) => {
    const next = restateSection(current, section, note);
    if (next) return next;
    faults.push(unknown(`sections[${index}].title`, `报告中没有“${section.title}”这一部分`));
    return current;
  }, snapshot);
}

function restateSection(snapshot: Snapshot, section: Section, note: Note): Snapshot | undefined {
  if (snapshot.kind === 'LEDGER') return undefined;
  if (snapshot.kind === 'SUMMARY') {
    const document = inSummary(snapshot.document, section, note);
    return document && { ...snapshot, document };
  }
  const letter = inLetter(snapshot.letter, section, note);
  return letter && { ...snapshot, letter };
}

const OPENING = '引语';

function inLetter(
  letter: ReportLetterModel,
  { title, text }: Section,
  note: Note,
): ReportLetterModel | undefined {
  if (title === OPENING) {
    note(OPENING, letter.opening, text);
    return { ...letter, opening: text };
  }
  const found = letter.sections.find((item) => item.title === title);
  if (!found) return undefined;
  note(title, found.text, text);
  return {
    ...letter,
    sections: letter.sections.map((item) => (item === found ? { title, text } : item)),
  };
}

/** Parts of a summary that are one text, and parts that are a list, one item for each line. */
const TEXTS = { [OPENING]: 'opening', 违纪违法案件查处: 'discipline' } as const;
const LISTS = { 存在问题: 'problems', 下一步打算: 'plans', 意见建议: 'suggestions' } as const;

function inSummary(
  document: QuarterlySummaryModel,
  { title, text }: Section,
  note: Note,
): QuarterlySummaryModel | undefined {
  if (title in TEXTS) {
    const field = TEXTS[title as keyof typeof TEXTS];
    note(title, document[field], text);
    return { ...document, [field]: text };
  }
  if (title in LISTS) {
    const field = LISTS[title as keyof typeof LISTS];
    note(title, document[field].join('\n'), text);
    return { ...document, [field]: text.split('\n').filter((line) => line !== '') };
  }
  for (const field of ['tasks', 'practices'] as const) {
    const found = document[field].find((item) => item.title === title);
    if (!found) continue;
    note(title, found.text, text);
    const items = document[field].map((item) => (item === found ? { title, text } : item));
    return { ...document, [field]: items };
  }
  return undefined;
}

/** The parts of the text that a correction may name, as they were sealed. */
export function sectionsOf(snapshot: Snapshot): Section[] {
  if (snapshot.kind === 'LEDGER') return [];
  if (snapshot.kind !== 'SUMMARY') {
    const { opening, sections } = snapshot.letter;
    return [
      { title: OPENING, text: opening },
      ...sections.map(({ title, text }) => ({ title, text })),
    ];
  }
  const { document } = snapshot;
  const headed = [...document.tasks, ...document.practices];
  return [
    { title: OPENING, text: document.opening },
    ...headed.map(({ title, text }) => ({ title, text })),
    { title: '违纪违法案件查处', text: document.discipline },
    ...Object.entries(LISTS).map(([title, field]) => ({ title, text: document[field].join('\n') })),
  ];
}
