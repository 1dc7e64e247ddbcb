import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { parseDefinitionYaml, type ParseResult } from './definition/parse-definition.js';
import { programPath } from '../platform/files/program-path.js';

/** One file of `templates/campaigns/`. */
export type CampaignTemplate = { readonly template: string } & ParseResult;

interface CachedTemplate {
  readonly stamp: string;
  readonly template: CampaignTemplate;
}

const SUFFIX = '.yaml';

/**
 * The campaign definitions in `templates/campaigns/*.yaml`. Office staff may add or edit files while
 * the program runs: a file is read again when it changed. A faulty file does not stop anything, it is
 * listed with its faults.
 */
@Injectable()
export class TemplateLibrary {
  private readonly cache = new Map<string, CachedTemplate>();

  constructor(private readonly folder = programPath('templates', 'campaigns')) {}

  /** All templates by file name. */
  async list(): Promise<CampaignTemplate[]> {
    return Promise.all((await this.files()).map((file) => this.read(file)));
  }

  /** @param name file name without suffix (`qijiang-2020`), or the definition's code. */
  async find(name: string): Promise<CampaignTemplate | undefined> {
    const file = (await this.files()).find((candidate) => candidate === `${name}${SUFFIX}`);
    // Only the one that is meant is parsed; the others would take a tenth of a second.
    if (file !== undefined) return this.read(file);
    return (await this.list()).find(({ definition }) => definition?.code === name);
  }

  private async files(): Promise<string[]> {
    return (await readdir(this.folder)).filter((file) => file.endsWith(SUFFIX)).sort();
  }

  private async read(file: string): Promise<CampaignTemplate> {
    const path = join(this.folder, file);
    const { mtimeMs, size } = await stat(path);
    const stamp = `${mtimeMs}:${size}`;
    const cached = this.cache.get(file);
    if (cached?.stamp === stamp) return cached.template;
    const result = parseDefinitionYaml(await readFile(path, 'utf8'));
    const template = { template: file.slice(0, -SUFFIX.length), ...result };
    this.cache.set(file, { stamp, template });
    return template;
  }
}
