import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Patch,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import {
  CaseBody,
  CaseFiguresBody,
  CaseListItem,
  MaskingPreview,
  RevealedNames,
} from './case.body.js';
import {
  AppealBody,
  CaseFiguresQuery,
  CaseListQuery,
  CaseReviewBody,
  CreateCaseBody,
  EditCaseBody,
  MaskingBody,
  NameRevealBody,
} from './case.dto.js';
import { CaseDocuments } from './case.documents.js';
import { CaseFigures } from './case-figures.service.js';
import { CaseMaskingService } from './case-masking.service.js';
import { CaseQueries } from './case.queries.js';
import { CaseReviews } from './case-reviews.service.js';
import { CasesService } from './cases.service.js';

@ApiTags('cases')
@Controller('cases')
export class CaseController {
  constructor(
    private readonly queries: CaseQueries,
    private readonly cases: CasesService,
    private readonly reviews: CaseReviews,
    private readonly maskings: CaseMaskingService,
    private readonly caseFigures: CaseFigures,
    private readonly documents: CaseDocuments,
  ) {}

  @Requires('case.read')
  @Get()
  @ApiOperation({ summary: '典型案例' })
  @ApiOkResponse({ type: pageOf(CaseListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: CaseListQuery,
  ): Promise<Page<CaseListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('case.edit')
  @Versioned()
  @Post()
  @ApiOperation({
    summary: '起草典型案例',
    description: '真实姓名加密单独保存，各处只显示公开称谓；查看须写明原因并留痕。',
  })
  @ApiCreatedResponse({ type: CaseBody })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateCaseBody): Promise<CaseBody> {
    return this.cases.create(caller, body);
  }

  @Requires('case.read')
  @Get('figures')
  @ApiOperation({ summary: '处理人数、四种形态、人员身份和资金（已审核通过的案例）' })
  @ApiOkResponse({ type: CaseFiguresBody })
  figures(
    @CurrentCaller() caller: Caller,
    @Query() query: CaseFiguresQuery,
  ): Promise<CaseFiguresBody> {
    return this.caseFigures.figures(caller, query);
  }

  @Requires('case.read')
  @Get(':id.pdf')
  @ApiOperation({ summary: '典型案例审批表的 PDF' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  pdf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.pdf(caller, id);
  }

  @Requires('case.read')
  @Get(':id/masking')
  @ApiOperation({ summary: '称谓预览：正文中的称谓逐一标出' })
  @ApiOkResponse({ type: MaskingPreview })
  masking(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<MaskingPreview> {
    return this.maskings.preview(caller, id);
  }

  @Requires('case.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '典型案例详情' })
  @ApiOkResponse({ type: CaseBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<CaseBody> {
    return this.queries.get(caller, id);
  }

  @Requires('case.edit')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id')
  @ApiOperation({ summary: '修改案例（起草、退回修改时）' })
  @ApiOkResponse({ type: CaseBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: EditCaseBody,
  ): Promise<CaseBody> {
    return this.cases.edit(caller, id, version, body);
  }

  @Requires('case.edit')
  @StepRoute(':id/submission', '提交核实', CaseBody)
  submit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<CaseBody> {
    return this.cases.submit(caller, id, version);
  }

  @Requires('case.review')
  @StepRoute(':id/reviews', '审核当前步骤：同意或退回', CaseBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: CaseReviewBody,
  ): Promise<CaseBody> {
    return this.reviews.decide(caller, id, version, body);
  }

  @Requires('case.mask')
  @StepRoute(':id/masking', '第二人确认公开称谓', CaseBody)
  confirmMasking(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: MaskingBody,
  ): Promise<CaseBody> {
    return this.maskings.confirm(caller, id, version, body);
  }

  @Requires('case.reveal')
  @Post(':id/name-reveals')
  @HttpCode(200)
  @ApiOperation({ summary: '查看涉案人员真实姓名；原因记入日志' })
  @ApiOkResponse({ type: RevealedNames })
  @Header('Cache-Control', 'no-store')
  reveal(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() { reason }: NameRevealBody,
  ): Promise<RevealedNames> {
    return this.maskings.reveal(caller, id, reason);
  }

  @Requires('case.edit')
  @StepRoute(':id/appeals', '登记或解除申诉（复审、复核）', CaseBody)
  recordAppeal(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: AppealBody,
  ): Promise<CaseBody> {
    return this.cases.recordAppeal(caller, id, version, body);
  }

  @Requires('case.review')
  @StepRoute(':id/reopening', '审核通过后退回修改', CaseBody)
  reopen(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: NameRevealBody,
  ): Promise<CaseBody> {
    return this.cases.reopen(caller, id, version, reason);
  }

  @Requires('case.edit')
  @StepRoute(':id/void', '撤销案例（起草、退回修改时）', CaseBody)
  void(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: NameRevealBody,
  ): Promise<CaseBody> {
    return this.cases.void(caller, id, version, reason);
  }
}
