import { delimiter, join } from 'node:path';

/**
 * The value of the PATH variable for a list of folders, in which `PATH` stands for the folders of the environment and
 * a leading `~/` for the home folder.
 */
export function programPath(folders: readonly string[], environment: string, home: string): string {
  return folders
    .map((folder) => {
      if (folder === 'PATH') return environment;
      return folder.startsWith('~/') ? join(home, folder.slice(2)) : folder;
    })
    .filter((folder) => folder !== '')
    .join(delimiter);
}
