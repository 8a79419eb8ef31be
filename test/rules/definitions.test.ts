import { check, directives, service } from './table';

const RUN = 'ExecStart = "/bin/a";';

check([
  {
    code: 'script-with-command',
    name: 'a script beside ExecStart',
    text: service(`script = "run"; serviceConfig.ExecStart = "/bin/a";`),
    at: ['"/bin/a"'],
  },
  {
    code: 'conflict',
    name: 'a script beside ExecStart',
    text: service(`script = "run"; serviceConfig.ExecStart = "/bin/a";`),
    at: [],
  },
  {
    code: 'search-path',
    name: 'a PATH of one’s own',
    text: service('script = "run"; environment.PATH = "/bin";'),
    at: ['"/bin"'],
    says: 'the option path',
  },
  {
    code: 'search-path',
    name: 'a PATH that overrides',
    text: service('script = "run"; environment.PATH = lib.mkForce "/bin";'),
    at: [],
  },
  {
    code: 'conflict',
    name: 'two users',
    text: '{ lib, ... }: { systemd.services.a.serviceConfig.User = lib.mkMerge [ "x" "y" ]; }',
    at: ['"y"'],
  },
  {
    code: 'conflict',
    name: 'two users of one unit whose name is known in part',
    text: '{ lib, escape, ... }: { systemd.services."a-${escape "a"}".serviceConfig.User = lib.mkMerge [ "x" "y" ]; }',
    at: ['"y"'],
  },
  {
    code: 'conflict',
    name: 'two units whose names are known in part',
    text: '{ lib, escape, ... }: { systemd.services = lib.mkMerge (map (name: { "a-${escape name}".serviceConfig.User = name; }) [ "x" "y" ]); }',
    at: [],
  },
  {
    code: 'conflict',
    name: 'two users under conditions that are not known',
    text: '{ lib, config, ... }: { systemd.services.a.serviceConfig.User = lib.mkMerge [ (lib.mkIf config.p.x "x") (lib.mkIf config.p.y "y") ]; }',
    at: [],
  },
  {
    code: 'wrong-type',
    name: 'one name for a list',
    text: service('wantedBy = "multi-user.target";'),
    at: ['"multi-user.target"'],
    says: 'wantedBy takes a list: write [ "multi-user.target" ].',
    fixed: { 'Change to [ "multi-user.target" ]': service('wantedBy = [ "multi-user.target" ];') },
  },
  {
    code: 'wrong-type',
    name: 'a target without its suffix',
    text: service('after = [ "network" ];'),
    at: ['"network"'],
    says: 'Did you mean network.target?',
    fixed: { 'Change to "network.target"': service('after = [ "network.target" ];') },
  },
  {
    code: 'wrong-type',
    name: 'a misspelt suffix',
    text: service('requires = [ "db.servce" ];'),
    at: ['"db.servce"'],
    fixed: { 'Change to "db.service"': service('requires = [ "db.service" ];') },
  },
  {
    code: 'wrong-type',
    name: 'a unit that is not known by its name',
    text: service('requires = [ "db" ];'),
    at: ['"db"'],
    says: "'db' has no suffix such as .service or .target.",
    fixed: {},
  },
  {
    code: 'wrong-type',
    name: 'a number in the environment',
    text: service('environment.PORT = 80;'),
    at: ['80'],
    says: 'environment.PORT takes a text: write "80".',
    fixed: { 'Change to "80"': service('environment.PORT = "80";') },
  },
  {
    code: 'wrong-type',
    name: 'a text for a truth value',
    text: service('enable = "true";'),
    at: ['"true"'],
    says: 'enable takes true or false, not a text: write true.',
  },
  {
    code: 'wrong-type',
    name: 'a text for a number',
    text: service('startLimitBurst = "3";'),
    at: ['"3"'],
    fixed: { 'Change to 3': service('startLimitBurst = 3;') },
  },
  {
    code: 'wrong-type',
    name: 'a list for a text',
    text: service('script = [ "x" ];'),
    at: ['[ "x" ]'],
    says: 'is not of type',
  },
  {
    code: 'invalid-value',
    name: 'a word that systemd takes and NixOS does not',
    text: directives(`${RUN} Restart = "on-watchdog";`),
    at: ['"on-watchdog"'],
    says: 'NixOS refuses',
  },
  {
    code: 'invalid-value',
    name: 'two words that NixOS does not take',
    text: directives(`${RUN} Type = "simpel"; Restart = "allways";`),
    at: ['simpel', 'allways'],
  },
  {
    code: 'invalid-value',
    name: 'a word that neither takes, with those that both take',
    text: directives(`${RUN} Restart = "on-watchdogs";`),
    at: ['on-watchdogs'],
    says: 'use no, on-success, on-failure, on-abnormal, on-abort or always',
  },
  {
    code: 'wrong-type',
    name: 'a default that nobody may keep',
    text: `{ lib, config, ... }: {
      options.services.a.path = lib.mkOption { type = lib.types.path; default = ""; };
      config.systemd.services.a.serviceConfig.ExecStart = "/bin/a ${'$'}{config.services.a.path}";
    }`,
    at: [],
  },
  {
    code: 'wrong-type',
    name: 'an attribute of a package that may be a number',
    text: '{ pkgs, ... }: { systemd.services.a.after = [ "a@${pkgs.gdm.initialVT}.service" "b@${pkgs.gnome.gdm.initialVT}.service" ]; }',
    at: [],
  },
  {
    code: 'invalid-value',
    name: 'an attribute of a package that may be a text',
    text: '{ pkgs, ... }: { systemd.services.a.serviceConfig.StateDirectory = pkgs.zoneminder.dirName; }',
    at: [],
  },
  {
    code: 'invalid-value',
    name: 'a file of a package whose hash is not known',
    text: '{ pkgs, ... }: { systemd.services.a.documentation = [ "file:${pkgs.inadyn}/share/doc" ]; }',
    at: [],
  },
]);
