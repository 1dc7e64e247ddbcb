import Handlebars from 'handlebars';
import { DocumentError } from '../document-error.js';
import { HELPER_NAMES } from './template-helpers.js';

const BUILT_IN_BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with']);
const FORBIDDEN_NAMES = /^(__.*__|constructor|prototype)$/;

interface Located {
  readonly loc: { readonly start: { readonly line: number } };
}
type Parsed = ReturnType<typeof Handlebars.parse>;

/** Where in the HTML a value would land: only text and quoted attribute values are safe. */
type HtmlState = 'text' | 'tag' | '"' | "'";

/**
 * Finds everything in a template that could let data out unescaped or run something unknown:
 * `{{{ }}}`, `{{& }}`, partials outside `partials`, decorators, unknown helpers, prototype names, and
 * values placed inside a tag outside quotes. Returns one Chinese sentence for each, with its line.
 */
export function templateFaults(source: string, partials: ReadonlySet<string>): string[] {
  let parsed: Parsed;
  try {
    parsed = Handlebars.parse(source);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const guard = new Guard(partials);
  guard.accept(parsed);
  return guard.faults;
}

/** Throws `DocumentError('TEMPLATE')` that names the template and each fault with its line. */
export function assertSafeTemplate(
  name: string,
  source: string,
  partials: ReadonlySet<string>,
): void {
  const faults = templateFaults(source, partials);
  if (faults.length > 0) {
    throw new DocumentError('TEMPLATE', `模板“${name}”未通过检查：${faults.join('；')}`);
  }
}

class Guard extends Handlebars.Visitor {
  readonly faults: string[] = [];
  private html: HtmlState = 'text';

  constructor(private readonly partials: ReadonlySet<string>) {
    super();
  }

  private fault(node: Located, problem: string): void {
    this.faults.push(`第${node.loc.start.line}行：${problem}`);
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (!node.escaped) this.fault(node, '不得输出未转义的内容（{{{ }}} 或 {{& }}）');
    if (this.html === 'tag') this.fault(node, '标签内的值必须放在引号中');
    const name = (node.path as hbs.AST.PathExpression).original;
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (isCall && !HELPER_NAMES.has(name)) this.fault(node, `不认识的函数“${name}”`);
    if (!isCall && HELPER_NAMES.has(name)) this.fault(node, `函数“${name}”缺少参数`);
    super.MustacheStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    const name = node.path.original;
    if (!BUILT_IN_BLOCKS.has(name)) this.fault(node, `不认识的块“${name}”`);
    super.BlockStatement(node);
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    const name = node.path.original;
    if (!HELPER_NAMES.has(name)) this.fault(node, `不认识的函数“${name}”`);
    super.SubExpression(node);
  }

  override PathExpression(node: hbs.AST.PathExpression): void {
    for (const part of node.parts) {
      if (FORBIDDEN_NAMES.test(part)) this.fault(node, `不得使用名称“${part}”`);
    }
    super.PathExpression(node);
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    const { name } = node;
    if (name.type !== 'PathExpression') this.fault(node, '片段名不得是算出来的');
    else if (!this.partials.has(name.original)) this.fault(node, `不认识的片段“${name.original}”`);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.fault(node, '不得使用片段块');
  }

  override Decorator(node: hbs.AST.Decorator): void {
    this.fault(node, '不得使用装饰器');
  }

  override DecoratorBlock(node: hbs.AST.DecoratorBlock): void {
    this.fault(node, '不得使用装饰器');
  }

  override ContentStatement(node: hbs.AST.ContentStatement): void {
    for (const character of node.value) this.html = nextState(this.html, character);
  }
}

function nextState(state: HtmlState, character: string): HtmlState {
  if (state === 'text') return character === '<' ? 'tag' : 'text';
  if (state !== 'tag') return character === state ? 'tag' : state;
  if (character === '>') return 'text';
  return character === '"' || character === "'" ? character : 'tag';
}
