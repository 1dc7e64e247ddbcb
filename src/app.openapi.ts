import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemBody } from './platform/http/problem.body.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const PROBLEMS: Readonly<Record<number, string>> = {
  400: '字段缺失或格式不对，errors 列出每一处',
  401: '未登录或登录已过期',
  403: '没有办理这项业务的权限',
  404: '没有这条记录，或不在管辖范围内（两种情况回答相同）',
  409: '记录的当前状态不允许这一步',
  412: 'If-Match 的版本已过期',
  422: '内容不符合业务规则，errors 列出每一处',
  428: '缺少 If-Match',
};

/** The OpenAPI document of the running program. */
export function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Xiaohao 销号')
    .setDescription(
      '专项治理问题整改台账：登记、交办、整改、对账销号、月度台账与典型案例通报。' +
        '错误一律为 application/problem+json，其中 code 稳定不变（见 docs/error-codes.md），detail 为中文说明。' +
        '登记、申请、审批、上传类请求可带 Idempotency-Key：同样的内容重复提交只生效一次，回答相同。',
    )
    .setVersion('0.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, info, {
    extraModels: [ProblemBody],
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').replace(/^./, (letter) => letter.toLowerCase())}_${method}`,
  });
  for (const [path, item] of Object.entries(document.paths)) describeProblems(path, item);
  return document;
}

/** Says of every operation which problems it may answer with, from what it takes. */
function describeProblems(path: string, item: PathItem): void {
  for (const method of METHODS) {
    const operation = item[method];
    if (!operation) continue;
    const isPublic = !('x-permission' in operation) && !path.startsWith('/api/');
    for (const status of problemsOf(path, method, operation, isPublic)) {
      operation.responses[String(status)] ??= problem(PROBLEMS[status] ?? '');
    }
    if (!isPublic) operation.security ??= [{ bearer: [] }];
  }
}

function problemsOf(
  path: string,
  method: (typeof METHODS)[number],
  operation: Operation,
  isPublic: boolean,
): number[] {
  const versioned = (operation.parameters ?? []).some(
    (parameter) => 'name' in parameter && parameter.name === 'If-Match',
  );
  return [
    ...(operation.requestBody || operation.parameters?.length ? [400] : []),
    ...(isPublic ? [] : [401, 403]),
    ...(path.includes('{') ? [404] : []),
    ...(method === 'get' ? [] : [409, 422]),
    ...(versioned ? [412, 428] : []),
  ];
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemBody' } } },
});

export function setUpOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => buildOpenApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Xiaohao API',
  });
}
