import type { TestApp } from '../../support/app.js';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    required?: boolean;
    schema?: Schema;
  }[];
}

const SOME_ID = '01a20326-1be5-76c1-959a-fa450883b62e';

/** Values that the generator would not guess, by the name of the field. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  digest: '0'.repeat(64),
  url: 'https://localhost/robot',
};

/** What the program itself says about its bodies and queries: samples of them and the names they know. */
export class ApiDescription {
  private constructor(
    private readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>,
    private readonly schemas: Readonly<Record<string, Schema>>,
  ) {}

  static async of(app: TestApp): Promise<ApiDescription> {
    const { body } = await app.anonymous().get('/api/openapi.json').expect(200);
    const { paths, components } = body as {
      paths: ApiDescription['paths'];
      components: { schemas: ApiDescription['schemas'] };
    };
    return new ApiDescription(paths, components.schemas);
  }

  private operation(method: string, path: string): Operation | undefined {
    return this.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  }

  /** The schema of a JSON body; undefined where none is taken. */
  bodySchema(method: string, path: string): Schema | undefined {
    const content = this.operation(method, path)?.requestBody?.content;
    const schema = content?.['application/json']?.schema;
    return schema && this.resolved(schema);
  }

  /** True for uploads. */
  takesFile(method: string, path: string): boolean {
    const content = this.operation(method, path)?.requestBody?.content;
    return content !== undefined && 'multipart/form-data' in content;
  }

  /** True for steps on a version of the record. */
  takesVersion(method: string, path: string): boolean {
    const all = this.operation(method, path)?.parameters ?? [];
    return all.some((parameter) => parameter.in === 'header' && parameter.name === 'If-Match');
  }

  /** A body that passes validation: every required field, at its example where there is one. */
  sample(method: string, path: string): Record<string, unknown> | undefined {
    const schema = this.bodySchema(method, path);
    return schema && (this.valueOf(schema) as Record<string, unknown>);
  }

  /** The query parameters that a route cannot do without. */
  sampleQuery(method: string, path: string): Record<string, string> {
    const all = this.operation(method, path)?.parameters ?? [];
    const needed = all.filter((parameter) => parameter.in === 'query' && parameter.required);
    return Object.fromEntries(
      needed.map(({ name, schema = {} }) => [name, String(this.valueOf(schema, name))]),
    );
  }

  /** Names that a query of the route may have, with their schemas. */
  query(method: string, path: string): { name: string; schema: Schema }[] {
    const all = this.operation(method, path)?.parameters ?? [];
    return all
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, schema = {} }) => ({ name, schema: this.resolved(schema) }));
  }

  /** A value that the schema of a parameter knows, as text. */
  validText(schema: Schema, pick: number): string {
    const inner = this.resolved(schema.items ?? schema);
    const choices = inner.enum;
    if (choices) return String(choices[pick % choices.length]);
    return inner.type === 'integer'
      ? String((inner.minimum ?? 0) + pick)
      : String(this.valueOf(inner));
  }

  /** Names of the fields of a body. */
  fields(method: string, path: string): string[] {
    const schema = this.bodySchema(method, path);
    const variants = schema?.oneOf?.map((one) => this.resolved(one)) ?? (schema ? [schema] : []);
    return variants.flatMap(({ properties = {} }) => Object.keys(properties));
  }

  private resolved(schema: Schema): Schema {
    const { $ref, allOf } = schema;
    if ($ref) return this.resolved(this.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    const [first] = allOf ?? [];
    return first ? { ...this.resolved(first), ...schema, allOf: undefined } : schema;
  }

  private valueOf(given: Schema, name = ''): unknown {
    const schema = this.resolved(given);
    if (name in BY_NAME) return BY_NAME[name];
    if (schema.oneOf) return this.valueOf(schema.oneOf[0] ?? {});
    if (schema.properties || schema.type === 'object') {
      const { properties = {}, required = [] } = schema;
      return Object.fromEntries(
        required.map((field) => [field, this.valueOf(properties[field] ?? {}, field)]),
      );
    }
    if (schema.type === 'array') return [this.valueOf(schema.items ?? {})];
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
    if (schema.type === 'boolean') return true;
    if (schema.format === 'uuid') return SOME_ID;
    if (schema.format === 'date') return '2020-07-10';
    return '按程序办理，情况属实，已经核查。';
  }
}
