import { type CompletionItem, InsertTextFormat } from 'vscode-languageserver-types';
import { quoteAttrName } from '../../syntax/quote';
import type { KeyPlace } from './place';

/** What kind of expression a name takes. */
export type ValueShape = 'boolean' | 'string' | 'text' | 'list' | 'set' | 'number' | 'path-of-names';

const VALUE: Readonly<Record<ValueShape, string>> = {
  boolean: ' = ${1|true,false|};',
  string: ' = "$1";',
  text: " = ''\n\t$1\n'';",
  list: ' = [ $1 ];',
  set: ' = {\n\t$1\n};',
  number: ' = $1;',
  'path-of-names': '.$1',
};

/** The edit of a completed name: with a value to fill in where none follows yet. */
export function assignment(
  name: string,
  shape: ValueShape,
  place: KeyPlace,
): Pick<CompletionItem, 'textEdit' | 'insertTextFormat'> {
  if (place.language === 'unit-file') {
    return { textEdit: { range: place.range, newText: place.assigned || shape === 'set' ? name : `${name}=` } };
  }
  const written = quoteAttrName(name);
  if (place.assigned) return { textEdit: { range: place.range, newText: written } };
  return {
    textEdit: { range: place.range, newText: `${written.replaceAll('$', '\\$')}${VALUE[shape]}` },
    insertTextFormat: InsertTextFormat.Snippet,
  };
}
