/** Weight and range of each assessment of `systemd-analyze security`, by its id. */
export function readWeights(text) {
  const rows = new Map();
  for (const [, id, body] of text.matchAll(/\.id = "([^"]+)",([\s\S]*?)\n {8}\}/g)) {
    const number = (field) => Number(new RegExp(`\\.${field} = (\\d+)`).exec(body)?.[1] ?? Number.NaN);
    if (!Number.isNaN(number('weight'))) rows.set(id, { weight: number('weight'), range: number('range') });
  }
  return rows;
}
