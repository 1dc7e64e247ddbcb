import { inList, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import type { Breather } from '../../platform/workers/breather.js';
import { headerOf } from './import.columns.js';
import type { ImportNote } from './import.entity.js';
import type { CheckedRow } from './import.row-check.js';
import { likenessOf, Statements } from './import.similarity.js';

const BATCH = 500;

export interface Twin {
  readonly issueNo: string | null;
  readonly readable: number;
}

interface Place {
  readonly campaignId: string;
  readonly bureauId: string;
  /** Condition on `issues AS i`: what the caller may read. */
  readonly readable: Sql;
}

/**
 * Finds rows that were registered before, or twice in the file: by their feedback item, which is a
 * fault as it is at registration, and by nearly the same words for the same unit, which is a hint. Of
 * issues that the caller may not read nothing is told but that the feedback item is registered.
 */
export class Twins {
  private readonly itemsByDoc = new Map<string, Map<string, Twin>>();
  private readonly itemsInFile = new Map<string, number>();
  private readonly statements = new Map<string, Statements>();

  constructor(
    private readonly db: Queryable,
    private readonly place: Place,
    private readonly breather: Breather,
  ) {}

  async notesOn(row: CheckedRow): Promise<ImportNote[]> {
    return [...(await this.sameItem(row)), ...(await this.sameWords(row))];
  }

  private async sameItem({ rowNo, fields }: CheckedRow): Promise<ImportNote[]> {
    const { sourceDocNo: docNo, sourceItemNo: itemNo } = fields;
    if (docNo === null || itemNo === null) return [];
    const notes: ImportNote[] = [];
    const column = headerOf('sourceItemNo');
    const key = `${docNo}\n${itemNo}`;
    const earlier = this.itemsInFile.get(key);
    if (earlier === undefined) this.itemsInFile.set(key, rowNo);
    else {
      const message = `与第${earlier}行的反馈文号、条目号相同`;
      notes.push({ level: 'ERROR', column, code: 'DUPLICATE_IN_FILE', message });
    }
    const twin = (await this.itemsOf(docNo)).get(itemNo);
    if (!twin) return notes;
    const message =
      twin.issueNo === null ? '同一反馈条目已有草稿，请核对是否重复' : registeredAs(twin);
    const level = twin.issueNo === null ? 'WARNING' : 'ERROR';
    return [...notes, { level, column, code: 'DUPLICATE_SOURCE_ITEM', message }];
  }

  private async itemsOf(docNo: string): Promise<Map<string, Twin>> {
    let items = this.itemsByDoc.get(docNo);
    if (!items) {
      const { bureauId, readable } = this.place;
      const rows = await this.db.all<Twin & { sourceItemNo: string }>(sql`
        SELECT i.source_item_no, i.issue_no, CASE WHEN ${readable} THEN 1 ELSE 0 END AS readable
        FROM issues AS i
        WHERE i.source_doc_no = ${docNo} AND i.source_item_no IS NOT NULL
          AND i.bureau_id = ${bureauId} AND i.status NOT IN ('VOIDED', 'MERGED')
          AND (i.issue_no IS NOT NULL OR ${readable})`);
      items = new Map();
      for (const twin of rows) {
        // A registered one weighs more than a draft of the same item.
        if (twin.issueNo !== null || !items.has(twin.sourceItemNo)) {
          items.set(twin.sourceItemNo, twin);
        }
      }
      this.itemsByDoc.set(docNo, items);
    }
    return items;
  }

  private async sameWords({ rowNo, fields }: CheckedRow): Promise<ImportNote[]> {
    if (fields.statement === null) return [];
    const known = await this.statementsOf(fields.responsibleUnitId);
    const likeness = likenessOf(fields.statement, `第${rowNo}行`);
    const alike = known.findAlike(likeness);
    known.add(likeness);
    if (!alike) return [];
    const message = `与${alike.label}的表述基本相同，请核对是否重复`;
    return [{ level: 'WARNING', column: headerOf('statement'), code: 'SIMILAR', message }];
  }

  private async statementsOf(unitId: string | null): Promise<Statements> {
    let known = this.statements.get(unitId ?? '');
    if (known) return known;
    known = new Statements();
    this.statements.set(unitId ?? '', known);
    if (unitId === null) return known;
    // The ids come from an index alone; the texts are then fetched a few at a time.
    const ids = await this.db.all<{ id: string }>(sql`
      SELECT id FROM issues
      WHERE campaign_id = ${this.place.campaignId} AND responsible_unit_id = ${unitId}
        AND status NOT IN ('VOIDED', 'MERGED')`);
    for (let from = 0; from < ids.length; from += BATCH) {
      const rows = await this.db.all<{ issueNo: string | null; statement: string }>(sql`
        SELECT i.issue_no, i.statement FROM issues AS i
        WHERE i.id IN ${inList(ids.slice(from, from + BATCH).map(({ id }) => id))}
          AND ${this.place.readable}`);
      for (const { issueNo, statement } of rows) {
        known.add(likenessOf(statement, issueNo ?? '一条草稿'));
        await this.breather.pause();
      }
    }
    return known;
  }
}

/** Says of a registered feedback item as which issue, where the caller may read that. */
export const registeredAs = ({ issueNo, readable }: Twin): string =>
  readable ? `该反馈条目已登记为${issueNo}` : '该反馈条目已经登记';
