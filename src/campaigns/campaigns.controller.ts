import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Requires } from '../identity/access.js';
import { type Caller, CurrentCaller } from '../identity/caller.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../platform/http/etag.js';
import {
  CampaignListItemPage,
  CampaignsQuery,
  CampaignTemplateView,
  CampaignView,
  CategoryGroupView,
  CreateFromTemplateBody,
  CreateFromYamlBody,
} from './campaigns.dto.js';
import { CampaignQueries } from './campaigns.queries.js';
import { CampaignsService } from './campaigns.service.js';
import { CampaignDefinition } from './definition/campaign-definition.js';
import { ReportRule } from './definition/report-rule.js';

@ApiTags('campaigns')
@ApiBearerAuth()
@ApiExtraModels(CampaignDefinition, CreateFromTemplateBody, CreateFromYamlBody)
@Controller()
export class CampaignsController {
  constructor(
    private readonly queries: CampaignQueries,
    private readonly campaigns: CampaignsService,
  ) {}

  @Requires('campaign.read')
  @Get('campaign-templates')
  @ApiOperation({ summary: '专项治理模板', description: '文件有误的模板列出全部错误。' })
  @ApiOkResponse({ type: CampaignTemplateView, isArray: true })
  templates(): Promise<CampaignTemplateView[]> {
    return this.queries.templates();
  }

  @Requires('campaign.read')
  @Get('campaigns')
  @ApiOperation({ summary: '专项治理列表', description: '本单位管辖的，以及上级布置到本单位的。' })
  @ApiOkResponse({ type: CampaignListItemPage })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: CampaignsQuery,
  ): Promise<CampaignListItemPage> {
    return this.queries.list(caller, query);
  }

  @Requires('campaign.manage')
  @Post('campaigns')
  @Versioned()
  @ApiOperation({
    summary: '建立专项治理',
    description:
      '用模板（可覆盖其中字段）、YAML 文字或完整定义；定义有误时列出每一处的位置和原因。',
  })
  @ApiBody({
    schema: {
      oneOf: [
        { $ref: getSchemaPath(CreateFromTemplateBody) },
        { $ref: getSchemaPath(CreateFromYamlBody) },
        { $ref: getSchemaPath(CampaignDefinition) },
      ],
    },
  })
  @ApiCreatedResponse({ type: CampaignView })
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: Record<string, unknown>,
  ): Promise<CampaignView> {
    return this.campaigns.create(caller, body);
  }

  @Requires('campaign.read')
  @Get('campaigns/:id')
  @Versioned()
  @ApiOperation({ summary: '专项治理及其定义' })
  @ApiOkResponse({ type: CampaignView })
  get(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<CampaignView> {
    return this.queries.get(caller, id);
  }

  @Requires('campaign.manage')
  @Patch('campaigns/:id')
  @Versioned()
  @RequiresIfMatch()
  @ApiOperation({
    summary: '修改专项治理',
    description:
      '给出定义中要改的字段：parameters、lightRule、escalation、reminders 可只给其中几项，其余字段整体替换；' +
      'status 为 CLOSED 即结束，ACTIVE 即恢复；reason 记入审计日志。',
  })
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['ACTIVE', 'CLOSED'] },
        reason: { type: 'string', maxLength: 500 },
      },
      additionalProperties: true,
      example: { parameters: { receiptWorkdays: 3 }, reason: '节后统一放宽签收时限' },
    },
  })
  @ApiOkResponse({ type: CampaignView })
  amend(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() version: number,
    @Body() body: Record<string, unknown>,
  ): Promise<CampaignView> {
    return this.campaigns.amend(caller, id, version, body);
  }

  @Requires('campaign.read')
  @Get('campaigns/:id/categories')
  @ApiOperation({ summary: '本专项的问题类别（两级）及对应的检查事项' })
  @ApiOkResponse({ type: CategoryGroupView, isArray: true })
  categories(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<CategoryGroupView[]> {
    return this.queries.categories(caller, id);
  }

  @Requires('campaign.read')
  @Get('campaigns/:id/report-rules')
  @ApiOperation({ summary: '报送规则：谁在什么时候向谁报什么' })
  @ApiOkResponse({ type: ReportRule, isArray: true })
  reportRules(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<ReportRule[]> {
    return this.queries.reportRules(caller, id);
  }
}
