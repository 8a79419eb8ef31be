import { NixError } from '../nix/errors';

/** Computes once, when first asked. Asking for it while it is computed is an infinite recursion. */
export function memo<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  let running = false;
  return () => {
    if (known !== undefined) return known.value;
    if (running) throw new NixError('recursion', 'infinite recursion encountered');
    running = true;
    try {
      known = { value: compute() };
      return known.value;
    } finally {
      running = false;
    }
  };
}
