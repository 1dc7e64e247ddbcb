const number = (value) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
const verdict = (ok) => (ok === undefined ? '' : ok ? 'yes' : 'NO');

function shown(value, unit) {
  if (value === undefined) return 'failed:';
  return unit === '' ? String(value) : number(value);
}

/** Chinese characters and × take the width of one or two columns; pad by what is shown. */
const pad = (text, width) => text.padEnd(width);

/** Prints every row: compared operations first, then single figures. */
export function printTable(rows, machine, sizes) {
  const compared = rows.filter((row) => row.ratio !== undefined);
  const single = rows.filter((row) => row.ratio === undefined);
  console.log(
    `${sizes.issues} issues, median of ${sizes.rounds} rounds; Node ${machine.node}, ` +
      `${machine.cores} × ${machine.cpu}\nCPU milliseconds of the server process per request\n`,
  );
  print(
    ['operation', 'floor', 'product', 'ratio', 'target', 'ok', 'floor/s', 'product/s'],
    compared.map(({ name, floor, product, ratio, target, ok }) => [
      ...[name, number(floor.cpuMs), number(product.cpuMs), `${ratio.toFixed(2)}×`],
      ...[target ?? '', verdict(ok), floor.perSecond.toFixed(0), product.perSecond.toFixed(0)],
    ]),
  );
  for (const { name, note } of compared) if (note) console.log(`${name}: ${note}`);
  console.log('');
  print(
    ['figure', 'value', 'target', 'ok'],
    single.map(({ name, value, unit, target, ok }) => [
      ...[name, `${shown(value, unit)} ${unit}`.trim(), target ?? '', verdict(ok)],
    ]),
  );
}

function print(head, lines) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column].length)),
  );
  const show = (line) => console.log(line.map((cell, i) => pad(cell, widths[i])).join('  '));
  show(head);
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  lines.forEach(show);
}
