import { ApiProperty } from '@nestjs/swagger';
import { LIGHT, type Light } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutFlag,
  OutInteger,
  OutObject,
  OutObjects,
} from '../../platform/http/output.js';
import { StatisticsHead } from './figure.body.js';

/** Number of issues under each light. */
export class LightCounts {}
for (const light of LIGHT.codes) OutInteger(LIGHT.labels[light])(LightCounts.prototype, light);
export type LightNumbers = Readonly<Record<Light, number>>;

export class LightWallRow {
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutFlag('是否为上级单位的本级（含内设机构）') ownLevel: boolean;
  @ApiProperty({ type: LightCounts, description: '各灯问题数' }) lights: LightNumbers;
}

export class LightWallBody extends StatisticsHead {
  @OutObjects(() => LightWallRow, '没有问题的单位不列') rows: readonly LightWallRow[];
  @ApiProperty({ type: LightCounts, description: '合计' }) total: LightNumbers;
}
