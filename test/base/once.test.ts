import fc from 'fast-check';
import { expect, test } from 'vitest';
import { once, onceFor, onceForEach } from '../../server/src/base/once';

/** A function that counts how often it was asked for what. */
function counted<K>(): { readonly compute: (key: K) => { readonly key: K } | undefined; readonly asked: K[] } {
  const asked: K[] = [];
  return { asked, compute: (key) => (asked.push(key) % 2 === 0 ? { key } : undefined) };
}

test('what has no argument is computed once, also where there is no result', () => {
  const { compute, asked } = counted<undefined>();
  const ask = once(() => compute(undefined));
  expect([ask(), ask(), asked.length]).toEqual([undefined, undefined, 1]);
});

test('each value, and each object, is computed once, and gets what was computed for it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 })), (keys) => {
      const values = counted<number>();
      const ofValue = onceFor(values.compute);
      const objects = Array.from({ length: 6 }, (_, at) => ({ at }));
      const each = counted<object>();
      const ofObject = onceForEach(each.compute);
      for (const key of keys) {
        expect(ofValue(key)).toBe(ofValue(key));
        expect(ofValue(key)?.key ?? key).toBe(key);
        const object = objects[key] ?? {};
        expect(ofObject(object)).toBe(ofObject(object));
        expect(ofObject(object)?.key ?? object).toBe(object);
      }
      expect(values.asked).toEqual([...new Set(keys)]);
      expect(each.asked).toEqual([...new Set(keys)].map((key) => objects[key]));
    }),
  );
});
