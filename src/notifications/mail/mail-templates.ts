import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { programPath } from '../../platform/files/program-path.js';

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
  const source = readFileSync(programPath('templates', 'messages', file), 'utf8');
  return Handlebars.create().compile(source, { ...options, strict: true });
}
