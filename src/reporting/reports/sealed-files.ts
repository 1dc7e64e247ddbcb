import { Injectable } from '@nestjs/common';
import { sha256Of } from '../../platform/crypto/digest.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** Remembers the digest of each file as it was first made, so that a later making can be held against it. */
@Injectable()
export class SealedFiles {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
  ) {}

  /** Makes the file; the first time, its digest is registered. Rendering is outside the transaction. */
  async kept(sealedId: string, format: string, render: () => Promise<Buffer>): Promise<Buffer> {
    const bytes = await render();
    if ((await this.digestOf(sealedId, format)) !== undefined) return bytes;
    const sha256 = sha256Of(bytes);
    await this.uow.run((tx) =>
      tx.execute(sql`
        INSERT INTO report_files (id, sealed_id, format, sha256, size, rendered_at)
        VALUES (${newId()}, ${sealedId}, ${format}, ${sha256}, ${bytes.length}, ${tx.now})
        ON CONFLICT (sealed_id, format) DO NOTHING`),
    );
    return bytes;
  }

  /** Digest of the first making; undefined when the file was never made. */
  private async digestOf(sealedId: string, format: string): Promise<string | undefined> {
    const row = await this.reader.one<{ sha256: string }>(sql`
      SELECT sha256 FROM report_files WHERE sealed_id = ${sealedId} AND format = ${format}`);
    return row?.sha256;
  }

  /** One sentence for each file of a version that, made again, is not what it was the first time. */
  async faults(sealedId: string, render: (format: string) => Promise<Buffer>): Promise<string[]> {
    const made = await this.reader.all<{ format: string; sha256: string }>(sql`
      SELECT format, sha256 FROM report_files WHERE sealed_id = ${sealedId} ORDER BY format`);
    const faults: string[] = [];
    for (const { format, sha256 } of made) {
      const again = await render(format).catch(() => undefined);
      if (again && sha256Of(again) === sha256) continue;
      faults.push(`重新生成的${format}与首次生成的不一致`);
    }
    return faults;
  }
}
