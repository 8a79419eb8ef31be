/** Below this size a plain map is copied. */
const SMALL = 32;

/**
 * `left` with the entries of `right` over it. A large left side is shared, not copied: a set that grows by many small updates costs a
 * logarithm for each, as a stack of layers of which each is more than twice as large as the one above.
 */
export function overlay<V>(left: ReadonlyMap<string, V>, right: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  if (left.size < SMALL || right.size * 2 > left.size) {
    const merged = new Map(left);
    for (const [name, value] of right) merged.set(name, value);
    return merged;
  }
  const layers = left instanceof LayeredMap ? [...left.layers] : [left];
  let top: ReadonlyMap<string, V> = right instanceof LayeredMap ? new Map(right) : right;
  for (let below = layers.at(-1); layers.length > 1 && below !== undefined && below.size <= 2 * top.size; ) {
    const merged = new Map(below);
    for (const [name, value] of top) merged.set(name, value);
    top = merged;
    layers.pop();
    below = layers.at(-1);
  }
  let size = left.size;
  for (const name of right.keys()) if (!left.has(name)) size++;
  return new LayeredMap([...layers, top], size);
}

/** Maps over each other; a later one hides an earlier one's entries. Immutable, but that it remembers itself in one piece. */
class LayeredMap<V> implements ReadonlyMap<string, V> {
  private flat: ReadonlyMap<string, V> | undefined;

  constructor(
    readonly layers: readonly ReadonlyMap<string, V>[],
    readonly size: number,
  ) {}

  get(name: string): V | undefined {
    if (this.flat !== undefined) return this.flat.get(name);
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const value = this.layers[i]?.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  private whole(): ReadonlyMap<string, V> {
    if (this.flat === undefined) {
      const flat = new Map<string, V>();
      for (const layer of this.layers) for (const [name, value] of layer) flat.set(name, value);
      this.flat = flat;
    }
    return this.flat;
  }

  forEach(visit: (value: V, name: string, map: ReadonlyMap<string, V>) => void): void {
    this.whole().forEach((value, name) => {
      visit(value, name, this);
    });
  }

  entries(): MapIterator<[string, V]> {
    return this.whole().entries();
  }

  keys(): MapIterator<string> {
    return this.whole().keys();
  }

  values(): MapIterator<V> {
    return this.whole().values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.whole()[Symbol.iterator]();
  }
}
