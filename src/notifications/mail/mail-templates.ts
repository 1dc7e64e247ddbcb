import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';

export interface MailModel {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly topic: string;
  readonly sentAt: string;
  readonly link: string | null;
}

/** The words around a message, from `templates/messages`; a value the model lacks is an error. */
@Injectable()
export class MailTemplates {
  private readonly html = compiled('notification.html.hbs', { noEscape: false });
  private readonly text = compiled('notification.txt.hbs', { noEscape: true });

  render(model: MailModel): { readonly html: string; readonly text: string } {
    return { html: this.html(model), text: this.text(model) };
  }
}

function compiled(file: string, options: { noEscape: boolean }): (model: MailModel) => string {
  const source = readFileSync(join(templateFolder(), file), 'utf8');
  return Handlebars.create().compile(source, { ...options, strict: true });
}

/** `templates/messages` of the installation, found from the sources as well as from `dist`. */
function templateFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'templates', 'messages');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error('The folder templates/messages is missing');
  }
}
