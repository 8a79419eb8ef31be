import type { Hover } from 'vscode-languageserver-types';
import { rangeOf } from '../../base/span';
import { explainField, explainType } from '../../systemd/tmpfiles/explain';
import { FIELDS } from '../../systemd/tmpfiles/line';
import type { Snapshot } from '../snapshot';
import { tmpfilesPlace } from './place';

/** What a type or a field of a rule of tmpfiles.d means; null elsewhere. */
export function tmpfilesHover({ tree, uri, lines, systemd, analysis }: Snapshot, offset: number): Hover | null {
  const place = tmpfilesPlace(tree, offset, uri, analysis);
  if (place === undefined) return null;
  if (place.kind === 'value') {
    return answer(explainField(place.field, place.text, place.letter, systemd));
  }
  const field = FIELDS.find((each) => each === place.name);
  const value =
    place.of === 'types' ? explainType(place.name.charAt(0), systemd) : field && explainField(field, '', '', systemd);
  const found = answer(value);
  return found && { ...found, range: rangeOf(lines, place.span) };
}

function answer(value: string | undefined): Hover | null {
  return value === undefined ? null : { contents: { kind: 'markdown', value } };
}
