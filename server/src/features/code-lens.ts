import type { CodeLens } from 'vscode-languageserver-types';
import { rangeOf } from '../base/span';
import type { Snapshot } from './snapshot';

/** 'Preview' over each unit that the document declares; `previewCommand` is the client's and takes the document and the unit. */
export function codeLenses(snapshot: Snapshot, previewCommand: string): readonly CodeLens[] {
  return snapshot.analysis().units.flatMap(({ name, declarations }) => {
    const declaration = declarations.find(({ uri }) => uri === snapshot.uri);
    if (declaration === undefined) return [];
    const command = { title: `Preview ${name}`, command: previewCommand, arguments: [snapshot.uri, name] };
    return [{ range: rangeOf(snapshot.lines, declaration), command }];
  });
}
