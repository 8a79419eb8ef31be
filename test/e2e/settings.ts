/** How VS Code looks in the tests. */
export const SETTINGS = {
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.wordBasedSuggestions': 'off',
  'window.menuBarVisibility': 'classic',
  'workbench.colorTheme': 'Default Dark Modern',
};
