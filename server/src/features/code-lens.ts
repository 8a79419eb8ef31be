import type { CodeLens } from 'vscode-languageserver-types';
import { rangeOf } from '../base/span';
import { exposureOf, exposureText } from '../units/exposure';
import type { Unit } from '../units/model';
import { unitScripts } from './scripts/list';
import type { Snapshot } from './snapshot';

/** The client's commands behind the lenses; each takes the document and the unit. */
export interface LensCommands {
  readonly preview: string;
  readonly assessment: string;
  /** Takes the name of the script as well. */
  readonly script: string;
}

/** 'Preview' over each unit that the document declares, its exposure where it runs a program, and its scripts where they are written. */
export function codeLenses(snapshot: Snapshot, commands: LensCommands): readonly CodeLens[] {
  return [...unitLenses(snapshot, commands), ...scriptLenses(snapshot, commands.script)];
}

/** 'Open' over each text that becomes a file of a unit. */
function scriptLenses({ analysis, uri, lines }: Snapshot, command: string): readonly CodeLens[] {
  const written = unitScripts(analysis()).filter(({ script }) => script.origin?.uri === uri);
  return written.flatMap(({ unit, key, script: { origin } }) =>
    origin === undefined
      ? []
      : [{ range: rangeOf(lines, origin), command: { title: `Open ${key}`, command, arguments: [uri, unit, key] } }],
  );
}

function unitLenses(snapshot: Snapshot, commands: LensCommands): readonly CodeLens[] {
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
