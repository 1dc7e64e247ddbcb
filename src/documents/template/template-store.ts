import fs from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { TYPED_LINE_BREAK } from '../blocks/markup.js';
import { DocumentError } from '../document-error.js';
import { assertSafeTemplate } from './template-guard.js';
import { HELPER_NAMES, templateHelpers } from './template-helpers.js';

/**
 * The templates of one folder (`*.hbs`, and `partials/*.hbs`), each checked by the guard and
 * compiled once. Strict: a value the model lacks is an error that names template and line.
 */
export class TemplateStore {
  private readonly handlebars = Handlebars.create();
  private readonly compiled = new Map<string, Handlebars.TemplateDelegate>();
  private readonly partials = new Set<string>();

  constructor(private readonly folder: string) {
    for (const name of Object.keys(this.handlebars.helpers)) {
      if (!['if', 'unless', 'each', 'with'].includes(name)) this.handlebars.unregisterHelper(name);
    }
    for (const [name, helper] of Object.entries(templateHelpers)) {
      this.handlebars.registerHelper(name, helper);
    }
    this.loadPartials();
  }

  /** Expands a template to HTML. `model` is plain JSON; all of its text is escaped. */
  expand(name: string, model: object): string {
    try {
      return this.template(name)(textForTemplate(model));
    } catch (error) {
      if (error instanceof DocumentError) throw error;
      throw new DocumentError('TEMPLATE', `模板“${name}”无法填写：${describe(error)}`);
    }
  }

  private template(name: string): Handlebars.TemplateDelegate {
    let template = this.compiled.get(name);
    if (!template) {
      const source = this.read(path.join(this.folder, `${name}.hbs`), name);
      assertSafeTemplate(name, source, this.partials);
      template = this.handlebars.compile(source, {
        strict: true,
        knownHelpersOnly: true,
        knownHelpers: Object.fromEntries([...HELPER_NAMES].map((helper) => [helper, true])),
        preventIndent: true,
      });
      this.compiled.set(name, template);
    }
    return template;
  }

  private loadPartials(): void {
    const folder = path.join(this.folder, 'partials');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    const names = files.filter((f) => f.endsWith('.hbs')).map((f) => f.slice(0, -'.hbs'.length));
    for (const name of names) this.partials.add(name);
    for (const name of names) {
      const source = this.read(path.join(folder, `${name}.hbs`), name);
      assertSafeTemplate(name, source, this.partials);
      this.handlebars.registerPartial(name, source);
    }
  }

  private read(file: string, name: string): string {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch {
      throw new DocumentError('TEMPLATE', `找不到模板“${name}”（${file}）`);
    }
  }
}

/**
 * Handlebars says `"x" not defined in model - 3:10`. What it hands to a partial it does not check, and
 * the partial then reads `x` of nothing.
 */
function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const match = /^"(.+)" not defined in .* - (\d+):\d+$/.exec(message);
  if (match) return `第${match[2]}行的“${match[1]}”在数据中不存在`;
  const within = /^Cannot read properties of \w+ \(reading '(.+)'\)$/.exec(message);
  return within ? `交给片段的数据是空的，“${within[1]}”在数据中不存在` : message;
}

/**
 * Prototype of the objects a template sees: it has no `toString` to ask for, only what Handlebars
 * needs to name the object in its messages.
 */
const BARE: object = Object.create(null, {
  [Symbol.toPrimitive]: { value: () => 'model' },
}) as object;

/**
 * A copy of the model with typed line breaks protected from the collapsing of template white
 * space, and control characters removed.
 */
export function textForTemplate(value: unknown): unknown {
  if (typeof value === 'string') return protectText(value);
  if (Array.isArray(value)) return value.map(textForTemplate);
  if (typeof value === 'object' && value !== null) {
    const copy = Object.create(BARE) as Record<string, unknown>;
    for (const [key, inner] of Object.entries(value)) copy[key] = textForTemplate(inner);
    return copy;
  }
  return value;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g;
const NEEDS_CARE = /[\u0000-\u001f\u007f-\u009f\u2029\ufeff\ufffe\uffff]/;

function protectText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  return text
    .replace(/\r\n?|\n|\u2029/g, TYPED_LINE_BREAK)
    .replace(/\t/g, ' ')
    .replace(CONTROL, '');
}
