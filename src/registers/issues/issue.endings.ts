import { Injectable } from '@nestjs/common';
import {
  isUpperSource,
  type ProblemSource,
  type SourceLevel,
} from '../../campaigns/codes/problem-source.js';
import type { Caller } from '../../identity/caller.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, ruleBroken } from '../../platform/http/problem.js';
import { isOpen } from '../codes.js';
import type { IssueBody } from './issue.body.js';
import type { MergeBody, TransferBody, VoidBody } from './issue.dto.js';
import { IssueLifecycle, type IssuePatch, type Step } from './issue.lifecycle.js';
import { IssueViews } from './issue.views.js';
import type { Tx } from '../../platform/database/tx.js';

/** Ways out of the ledger other than 销号: 并案, 撤销, 移送. */
@Injectable()
export class IssueEndings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly views: IssueViews,
  ) {}

  /** T20: the same facts are already on the books; the target must be open and of the same campaign. */
  merge(caller: Caller, id: string, version: number, body: MergeBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      await this.lifecycle.hold(tx, [id, body.targetIssueId]);
      const step = await this.lifecycle.begin(tx, caller, id, 'merge', version);
      const target = await this.lifecycle.find(tx, caller, body.targetIssueId);
      const fits =
        target?.campaignId === step.issue.campaignId && target.id !== id && isOpen(target.status);
      if (!target || !fits) {
        throw ruleBroken('MERGE_TARGET', '只能并入同一专项治理中尚未销号的另一条问题。', [
          { path: 'targetIssueId', code: 'NOT_MERGEABLE', message: '并入的问题不存在或已办结' },
        ]);
      }
      this.refuseWhilePending(step);
      return this.end(
        tx,
        step,
        { mergedIntoId: target.id, endingNote: body.reason },
        {
          reason: body.reason,
          targetIssueNo: target.issueNo,
        },
      );
    });
  }

  /** T21: found untrue or logged by mistake. An upper organ's finding needs that organ's consent. */
  void(caller: Caller, id: string, version: number, body: VoidBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'void', version);
      const { issue, tree } = step;
      const upper =
        issue.source !== null &&
        isUpperSource(
          tree.get(issue.bureauId).level,
          issue.source as ProblemSource,
          (issue.sourceLevel ?? undefined) as SourceLevel | undefined,
        );
      if (upper && issue.status !== 'DRAFT' && body.sourceOrganConsent !== true) {
        throw ruleBroken('CONSENT_REQUIRED', '上级反馈的问题须经来源机关同意后才能撤销。', [
          { path: 'sourceOrganConsent', code: 'REQUIRED', message: '请确认来源机关已同意撤销' },
        ]);
      }
      this.refuseWhilePending(step);
      return this.end(tx, step, { endingNote: body.reason }, { reason: body.reason });
    });
  }

  /** T23: another organ takes the matter over (纪检监察机关, 公安机关 …). */
  transfer(caller: Caller, id: string, version: number, body: TransferBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'transfer', version);
      this.refuseWhilePending(step);
      const endingNote = `移送${body.organ}（${body.letterNo}）：${body.reason}`;
      return this.end(tx, step, { endingNote }, { ...body });
    });
  }

  private async end(
    tx: Tx,
    step: Step,
    patch: IssuePatch,
    detail: Record<string, unknown>,
  ): Promise<IssueBody> {
    const endedOn = businessDate(tx.now);
    const after = await this.lifecycle.complete(tx, step, { ...patch, endedOn }, detail);
    return this.views.body(tx, after, step.caller);
  }

  private refuseWhilePending({ issue }: Step): void {
    if (issue.extensionPending) {
      throw conflict('EXTENSION_PENDING', '该问题有延期申请正在审批，请先办结。');
    }
  }
}
