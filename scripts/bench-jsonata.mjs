// Plain JavaScript for the results of scripts/bench-jsonata.py's expressions: the limit.
import fs from 'node:fs';

const read = (name) => JSON.parse(fs.readFileSync(`${process.argv[2]}/${name}.json`, 'utf8'));
const { items } = read('items');
const { numbers } = read('numbers');
const { order } = read('small');
const cases = {
  'small path': () => order.lines[0].product.name,
  'wide path': () => items.flatMap(i => i.tags.map(t => t.label)),
  map: () => items.map(i => i.price * i.qty),
  filter: () => items.filter(i => i.price > 50).map(i => i.name),
  sort: () => [...items].sort((a, b) => b.price - a.price).map(i => i.id),
  objects: () => items.map(i => ({ id: i.id, total: i.price * i.qty })),
  group: () => items.reduce((g, i) => { g[i.category] = (g[i.category] ?? 0) + i.price; return g; }, {}),
  reduce: () => items.map(i => i.price).reduce((a, b) => a + b),
  sum: () => numbers.reduce((a, b) => a + b, 0),
  average: () => numbers.reduce((a, b) => a + b, 0) / numbers.length,
  max: () => numbers.reduce((a, b) => Math.max(a, b), -Infinity),
  strings: () => items.map(i => `${i.name}-${i.id}`).join(','),
  replace: () => items.map(i => i.name.replace(/item (\d)/g, '$1')),
};
cases['map lambda'] = cases.map;
cases['filter lambda'] = () => items.filter(i => i.price > 50);
let sink;
for (const [name, body] of Object.entries(cases)) {
  for (let i = 0; i < 50; i++) sink = body();
  const start = performance.now();
  let count = 0;
  // Many at once, so that the shortest are not lost in the reading of the clock.
  const many = name === 'small path' ? 10000 : 1;
  while (performance.now() - start < 300) { for (let i = 0; i < many; i++) sink = body(); count += many; }
  console.log(`${name}\t${(performance.now() - start) * 1000 / count}`);
}
