/** The directives of [Install], and the options of NixOS, which makes the links itself. */
export const LINKS: readonly { readonly option: string; readonly directive: string }[] = [
  { option: 'wantedBy', directive: 'WantedBy' },
  { option: 'requiredBy', directive: 'RequiredBy' },
  { option: 'upheldBy', directive: 'UpheldBy' },
  { option: 'aliases', directive: 'Alias' },
];
