import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AuditWatch } from '../platform/audit/audit-watch.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Requires } from './access.js';
import {
  AuditHeadsBody,
  AuditHeadsCopyBody,
  AuditItem,
  AuditQuery,
  ChainReportBody,
} from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';

const LINES = 'application/x-ndjson';
const PEM = 'application/x-pem-file';

@ApiTags('operations')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly queries: AuditQueries,
    private readonly watch: AuditWatch,
  ) {}

  @Requires('audit.read')
  @Get()
  @ApiOperation({ summary: '审计日志，最新的在前' })
  @ApiOkResponse({ type: pageOf(AuditItem) })
  list(@Query() query: AuditQuery): Promise<Page<AuditItem>> {
    return this.queries.list(query);
  }

  @Requires('audit.read')
  @Get('verification')
  @ApiOperation({
    summary: '逐条重算日志链，并与库外留存的链尾核对，指出第一处被改动的记录',
    description:
      '原因：HASH_MISMATCH 内容被改，BROKEN_LINK 顺序被改，MISSING 缺少记录，HEAD_MISMATCH 链尾不符，' +
      'TRUNCATED 末尾被截断，REWRITTEN 整条链被重写。',
  })
  @ApiOkResponse({ type: [ChainReportBody] })
  verify(): Promise<ChainReportBody[]> {
    return this.queries.verify();
  }

  @Requires('audit.read')
  @Post('verification')
  @HttpCode(200)
  @ApiOperation({
    summary: '用审计管理员自己留存的链尾核对日志链',
    description: '不保存任何内容。行数太多时分次提交。',
  })
  @ApiOkResponse({ type: [ChainReportBody] })
  verifyWith(@Body() { heads }: AuditHeadsCopyBody): Promise<ChainReportBody[]> {
    return this.queries.verifyWith(heads);
  }

  @Requires('audit.read')
  @Get('heads')
  @ApiOperation({ summary: '库外留存的链尾：有多少行，最近一次在何时' })
  @ApiOkResponse({ type: AuditHeadsBody })
  async heads(): Promise<AuditHeadsBody> {
    const { faults, ...state } = await this.watch.headsState();
    return { ...state, faults: [...faults] };
  }

  @Requires('audit.read')
  @Get('heads.jsonl')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: '下载库外留存的链尾',
    description: '每行一个 JSON 对象，以 Ed25519 签名，用 heads/public-key 的公钥即可验证。',
  })
  @ApiProduces(LINES)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(): Promise<StreamableFile> {
    const bytes = Buffer.from(await this.watch.exportedText(), 'utf8');
    const disposition = 'attachment; filename="audit-heads.jsonl"';
    return new StreamableFile(bytes, { type: LINES, disposition, length: bytes.length });
  }

  @Requires('audit.read')
  @Get('heads/public-key')
  @Header('content-type', PEM)
  @ApiOperation({ summary: '验证链尾签名的公钥（PEM），请审计管理员另行保存' })
  @ApiProduces(PEM)
  @ApiOkResponse({ schema: { type: 'string' } })
  publicKey(): string {
    return this.watch.publicKeyPem;
  }
}
