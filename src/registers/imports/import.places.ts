import type { Unit } from '../../identity/unit.entity.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { type TableCell, textOfCell } from '../../documents/reading/table.js';
import { NameIndex, type Reading, readNumberText } from './import.values.js';

const PLACE_TYPES: readonly string[] = ['TOWN_GOV', 'VILLAGE_COMMITTEE', 'CIVIL_AFFAIRS'];

/** Units and places of a bureau by the names that people write. */
export class PlaceNames {
  private readonly units = new NameIndex();
  private readonly areas = new NameIndex();

  constructor(
    private readonly tree: UnitTree,
    bureauId: string,
  ) {
    for (const id of tree.subtree(bureauId)) this.add(tree.get(id));
  }

  /** 责任单位: full name, short name, or either after the name of the unit above. */
  readUnit(cell: TableCell): Reading<string> {
    const text = textOfCell(cell).trim();
    if (text === '') return { value: null };
    const found = this.units.find(text);
    const ids = found.filter((id) => this.tree.get(id).disabledAt === null);
    if (ids.length === 1) return { value: ids[0] ?? null };
    if (ids.length > 1) {
      const names = ids.map((id) => fullName(this.tree, this.tree.get(id))).join('、');
      return { fault: `有${ids.length}个单位叫“${text}”，请写全称：${names}` };
    }
    return found.length > 0
      ? { fault: `“${text}”已停用，请改为现在的责任单位` }
      : { fault: `没有叫“${text}”的责任单位` };
  }

  /** 涉及镇街、村: its code, or its name as lists print it (`青禾镇晒谷村`). */
  readArea(cell: TableCell): Reading<string> {
    const read = readNumberText(cell);
    if ('fault' in read || read.value === null) return read;
    const digits = read.value.replace(/\s/g, '');
    if (/^\d+$/.test(digits)) return { value: digits };
    const codes = this.areas.find(read.value);
    if (codes.length === 1) return { value: codes[0] ?? null };
    return codes.length > 1
      ? { fault: `有${codes.length}个地方叫“${read.value}”，请在前面加上镇街名称` }
      : { fault: `没有叫“${read.value}”的镇街、村，请写名称或6、9、12位区划代码` };
  }

  private add(unit: Unit): void {
    const [parent] = this.tree.ancestors(unit.id);
    for (const name of [unit.name, unit.shortName]) {
      this.units.add(name, unit.id);
      if (parent) {
        this.units.add(`${parent.name}${name}`, unit.id);
        this.units.add(`${parent.shortName}${name}`, unit.id);
      }
    }
    if (!PLACE_TYPES.includes(unit.type)) return;
    this.areas.add(unit.name, unit.areaCode);
    this.areas.add(unit.shortName, unit.areaCode);
    if (parent && unit.type === 'VILLAGE_COMMITTEE') {
      this.areas.add(`${parent.shortName}${unit.shortName}`, unit.areaCode);
      this.areas.add(`${parent.name}${unit.name}`, unit.areaCode);
    }
  }
}

/** A unit by a name that tells it from its namesakes: after the unit above it. */
export function fullName(tree: UnitTree, unit: Unit): string {
  const [parent] = tree.ancestors(unit.id);
  return parent ? `${parent.name}${unit.name}` : unit.name;
}
