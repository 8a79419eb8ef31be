/** Computes once, when first asked. */
export function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

interface Results<K, T> {
  readonly get: (key: K) => { readonly value: T } | undefined;
  readonly set: (key: K, result: { readonly value: T }) => unknown;
}

function kept<K, T>(results: Results<K, T>, compute: (key: K) => T): (key: K) => T {
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known.value;
    const value = compute(key);
    results.set(key, { value });
    return value;
  };
}

/** Computes once for each value. */
export function onceFor<K extends string | number, T>(compute: (key: K) => T): (key: K) => T {
  return kept(new Map<K, { readonly value: T }>(), compute);
}

/** Computes once for each object, and remembers that as long as there is the object: for what an immutable one tells. */
export function onceForEach<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  return kept(new WeakMap<K, { readonly value: T }>(), compute);
}
