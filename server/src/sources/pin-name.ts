import { isUnknown, type Pin, textOf } from './pin';

/** A pin in a word: what tells it from the others of its file. */
export function pinName(pin: Pin): string {
  const [name] = ['repo', 'pname', 'url', 'name', 'imageName'].flatMap((attribute) =>
    isUnknown(pin, attribute) ? [] : (textOf(pin, attribute) ?? []),
  );
  return name === undefined ? pin.fetcher.name : `${pin.fetcher.name} ${name}`;
}
