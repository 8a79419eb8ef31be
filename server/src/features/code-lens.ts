import type { CodeLens } from 'vscode-languageserver-types';
import { rangeOf } from '../base/span';
import { exposureOf, exposureText } from '../units/exposure';
import type { Unit } from '../units/model';
import type { Snapshot } from './snapshot';

/**
 * 'Preview' over each unit that the document declares, with its exposure where it runs a program. `previewCommand` is the client's
 * and takes the document and the unit.
 */
export function codeLenses(snapshot: Snapshot, previewCommand: string): readonly CodeLens[] {
  return snapshot.analysis().units.flatMap((unit) => {
    const declaration = unit.declarations.find(({ uri }) => uri === snapshot.uri);
    if (declaration === undefined) return [];
    const range = rangeOf(snapshot.lines, declaration);
    return titles(unit, snapshot.systemd).map((title) => ({
      range,
      command: { title, command: previewCommand, arguments: [snapshot.uri, unit.name] },
    }));
  });
}

function titles(unit: Unit, systemd: number): readonly string[] {
  const assessment = exposureOf(unit, systemd);
  const exposure = assessment === undefined ? [] : [`Exposure ${exposureText(assessment)}`];
  return [`Preview ${unit.name}`, ...exposure];
}
