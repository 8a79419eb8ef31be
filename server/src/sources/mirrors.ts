/** Where nixpkgs' `mirror://` addresses lead: one site of each, over https (nixpkgs, fetchurl/mirrors.nix). */
const SITES: ReadonlyMap<string, string> = new Map([
  ['apache', 'https://dlcdn.apache.org/'],
  ['cpan', 'https://cpan.metacpan.org/'],
  ['cran', 'https://cran.r-project.org/src/contrib/'],
  ['debian', 'https://ftp.debian.org/debian/'],
  ['gcc', 'https://ftp.gwdg.de/pub/misc/gcc/'],
  ['gentoo', 'https://distfiles.gentoo.org/'],
  ['gnome', 'https://download.gnome.org/'],
  ['gnu', 'https://ftp.gnu.org/gnu/'],
  ['gnupg', 'https://gnupg.org/ftp/gcrypt/'],
  ['hackage', 'https://hackage.haskell.org/package/'],
  ['kde', 'https://download.kde.org/'],
  ['kernel', 'https://cdn.kernel.org/pub/'],
  ['luarocks', 'https://luarocks.org/'],
  ['maven', 'https://repo1.maven.org/maven2/'],
  ['mozilla', 'https://archive.mozilla.org/pub/'],
  ['mysql', 'https://cdn.mysql.com/Downloads/'],
  ['pypi', 'https://files.pythonhosted.org/packages/source/'],
  ['qt', 'https://download.qt.io/'],
  ['savannah', 'https://download.savannah.gnu.org/releases/'],
  ['sourceforge', 'https://downloads.sourceforge.net/'],
  ['xfce', 'https://archive.xfce.org/'],
  ['xorg', 'https://xorg.freedesktop.org/releases/'],
]);

/** The address behind a `mirror://SITE/path`; other addresses, and sites that are not known here, stay as they are. */
export function withoutMirror(url: string): string {
  const [, site = '', path = ''] = /^mirror:\/\/([^/]+)\/(.*)$/s.exec(url) ?? [];
  const base = SITES.get(site);
  return base === undefined ? url : base + path.replace(/^\/+/, '');
}
