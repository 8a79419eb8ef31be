import { URI } from 'vscode-uri';

/** The URI of an absolute path, spelled as all of the code spells it. */
export function fileUri(path: string): string {
  return URI.file(path).toString();
}

/** The path of a `file:` URI; undefined for any other scheme. */
export function filePath(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}
