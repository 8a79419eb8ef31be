import type { CodeLens } from 'vscode-languageserver-types';
import { rangeOf } from '../base/span';
import { exposureOf, exposureText } from '../units/exposure';
import type { Unit } from '../units/model';
import type { Snapshot } from './snapshot';

/** The client's commands behind the lenses; each takes the document and the unit. */
export interface LensCommands {
  readonly preview: string;
  readonly assessment: string;
}

/** 'Preview' over each unit that the document declares, and its exposure where it runs a program. */
export function codeLenses(snapshot: Snapshot, commands: LensCommands): readonly CodeLens[] {
  return snapshot.analysis().units.flatMap((unit) => {
    const declaration = unit.declarations.find(({ uri }) => uri === snapshot.uri);
    if (declaration === undefined) return [];
    const range = rangeOf(snapshot.lines, declaration);
    return lensesOf(unit, snapshot.systemd, commands).map(({ title, command }) => ({
      range,
      command: { title, command, arguments: [snapshot.uri, unit.name] },
    }));
  });
}

interface Lens {
  readonly title: string;
  readonly command: string;
}

function lensesOf(unit: Unit, systemd: number, commands: LensCommands): readonly Lens[] {
  const assessment = exposureOf(unit, systemd);
  const preview = { title: `Preview ${unit.name}`, command: commands.preview };
  if (assessment === undefined) return [preview];
  return [preview, { title: `Exposure ${exposureText(assessment)}`, command: commands.assessment }];
}
